package paloma.client.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.client.FakeTerminal;

class UploadProgressTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = -3 * SECOND / 2;

    private final FakeTerminal console = FakeTerminal.pipe();

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

        assertThat(console.out().lines())
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
                .isEqualTo("Stopped: 1,024 of 5,000 bytes of \"notes\\n.txt\" were sent; the server keeps them as an"
                        + " unfinished part.");
    }

    private UploadProgress progress(String name, long sizeBytes) {
        return new UploadProgress(console.terminal(), name, sizeBytes, START);
    }
}
