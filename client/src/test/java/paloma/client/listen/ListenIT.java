package paloma.client.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.Main;
import paloma.client.Outcome;
import paloma.client.terminal.Terminal;
import paloma.datagram.Transport;

class ListenIT {
    @TempDir
    Path folder;

    @Test
    void printsWhatComesOverUdp() throws Exception {
        Listener listener = new Listener("listen", "0", "-c", "3");
        Outcome sent = Outcome.of("send", "hello", "", "\u001b[2J", "--host", listener.endpoint("udp://"));

        assertThat(sent.err()).isEmpty();
        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0)).matches("\\S+ 127.0.0.1:\\d+ \\(5 bytes\\) hello"))
                .satisfies(lines -> assertThat(lines.get(1)).endsWith("(0 bytes) "))
                .satisfies(lines -> assertThat(lines.get(2)).endsWith("(4 bytes) \\u001b[2J"));
    }

    @Test
    void printsLinesOverTcpAsJson() throws Exception {
        Listener listener = new Listener("listen", "0", "--tcp", "-c", "2", "--format", "json");
        Outcome.of("send", "--tcp", "a", "b", "--host", listener.endpoint("tcp://"));

        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed())
                .hasSize(2)
                .first()
                .asString()
                .matches("\\{\"time\":\"[^\"]+\",\"source\":\"127.0.0.1:\\d+\",\"length\":1,\"text\":\"a\"}");
    }

    @Test
    void listensAtAUnixSocketAndTakesItsFileAway() throws Exception {
        assumeTrue(Transport.best().hasUnixDatagrams(), "no native transport here");
        Path path = folder.resolve("sink.sock");
        Listener listener = new Listener("listen", "--unix", path.toString(), "-c", "1");
        assertThat(listener.endpoint("unix:")).isEqualTo(path.toString());
        Outcome.of("send", "--unix", path.toString(), "coo");

        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed()).singleElement().asString().endsWith("(3 bytes) coo");
        assertThat(path).doesNotExist();
    }

    @Test
    void quietOnesOnlyCount() throws Exception {
        Listener listener = new Listener("listen", "0", "-c", "2", "--quiet");
        Outcome.of("send", "a", "b", "--host", listener.endpoint("udp://"));

        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed()).isEmpty();
        assertThat(listener.told.readLine()).isEqualTo("2 messages came.");
    }

    @Test
    void aTakenPortIsToldInOneSentence() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0)) {
            Outcome outcome = Outcome.of("listen", "0.0.0.0:" + taken.getLocalPort());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("Nothing can listen at udp://0.0.0.0:")
                    .hasLineCount(1);
        }
    }

    /** A listening command on a thread of its own. */
    private static final class Listener {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> exitCode;
        final BufferedReader told;

        Listener(String... args) throws Exception {
            PipedInputStream in = new PipedInputStream(8_192);
            PipedOutputStream err = new PipedOutputStream(in);
            told = new BufferedReader(new InputStreamReader(in, UTF_8));
            Terminal terminal = new Terminal(
                    new ByteArrayInputStream(new byte[0]),
                    new PrintStream(out, true, UTF_8),
                    new PrintStream(err, true, UTF_8),
                    false,
                    false);
            exitCode = CompletableFuture.supplyAsync(
                    () -> Main.commandLine(terminal).execute(args));
        }

        String endpoint(String scheme) throws Exception {
            String line = told.readLine();
            assertThat(line).startsWith("Listening at " + scheme).endsWith("; Ctrl-C ends it.");
            return line.substring(("Listening at " + scheme).length(), line.indexOf(';'));
        }

        int exitCode() throws Exception {
            return exitCode.get(20, TimeUnit.SECONDS);
        }

        List<String> printed() {
            return new ArrayList<>(out.toString(UTF_8).lines().toList());
        }
    }
}
