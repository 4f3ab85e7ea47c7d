package paloma.client.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import paloma.client.terminal.BugReport;
import paloma.client.terminal.Terminal;

class UploadProgressTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - SECOND;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void sumsUpOneOrMany() {
        progress("one", 1).done("datagram", "sent", START);
        UploadProgress one = progress("one", 1);
        one.sent(1, START);
        one.done("datagram", "sent", START + SECOND / 2);
        UploadProgress many = progress("many", 2_048);
        many.sent(1_024, START);
        many.sent(1_024, START);
        many.done("piece", "received", START + 3 * SECOND);

        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "one: 0 bytes in 0 datagrams, 0.0 s; sent",
                        "one: 1 byte in 1 datagram, 0.5 s; sent",
                        "many: 2,048 bytes in 2 pieces, 3.0 s; received");
    }

    @Test
    void saysHowFarItGot() {
        UploadProgress progress = progress("notes\n.txt", 5_000);
        progress.sent(1_024, START);

        assertThat(progress.stopped())
                .isEqualTo("Stopped: 1,024 of 5,000 bytes of 'notes\\n.txt' were sent; the server keeps them as an"
                        + " unfinished part.");
    }

    private UploadProgress progress(String name, long sizeBytes) {
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                System.err,
                false,
                false,
                BugReport.ofProcess());
        return new UploadProgress(terminal, name, sizeBytes, START);
    }
}
