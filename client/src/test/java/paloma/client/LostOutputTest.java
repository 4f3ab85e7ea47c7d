package paloma.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output that takes nothing: no command ends as if it had been heard, and none goes on for nobody. */
@Timeout(60)
class LostOutputTest {
    private static final String SENTENCE =
            "Standard output cannot be written (No space left on device): " + "what was to be printed there is lost.";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--help",
                "--version",
                "put --help",
                "listen --version",
                "generate-completion",
                "host localhost",
                "upper one two --host HOST",
                "prime 17 --host HOST",
                "greet --host HOST",
                "echo HOST -c 3 -i 1ms"
            })
    void aFullDiskIsNoSuccess(String words) throws Exception {
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            FakeTerminal terminal = FakeTerminal.refusing("No space left on device", "");
            assertThat(run(terminal, server, words)).isEqualTo(1);
            assertThat(terminal.err()).isEqualTo(SENTENCE + System.lineSeparator());
        }
    }

    @Test
    void whatWasSentAllTheSameIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "coo");
        try (FakeUdp server = FakeUdp.silent()) {
            FakeTerminal terminal = FakeTerminal.refusing("No space left on device", "");
            assertThat(run(terminal, server, "upload " + file + " --host HOST")).isEqualTo(1);
            assertThat(terminal.err()).isEqualTo(SENTENCE + " All files were sent." + System.lineSeparator());
            assertThat(server.got.poll(20, TimeUnit.SECONDS).bytes()).isEqualTo("coo".getBytes(UTF_8));
        }
    }

    @Test
    void nothingMoreIsAskedForAReaderThatHasGone() throws Exception {
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            FakeTerminal terminal = FakeTerminal.refusing("Broken pipe", "1\n2\n3\n");
            assertThat(run(terminal, server, "prime --host HOST")).isEqualTo(1);
            assertThat(terminal.err()).isEmpty();
            assertThat(server.got).hasSize(1);
        }
    }

    @Test
    void anEndlessEchoEndsWithItsReader() throws Exception {
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            FakeTerminal terminal = FakeTerminal.refusing("Broken pipe", "");
            assertThat(run(terminal, server, "echo HOST -i 1ms")).isEqualTo(1);
            assertThat(terminal.err()).isEmpty();
        }
    }

    @Test
    void anEndlessListenerEndsWithItsReader() throws Exception {
        int port = FakeUdp.freePort();
        FakeTerminal terminal = FakeTerminal.refusing("Broken pipe", "");
        FutureTask<Integer> listener = new FutureTask<>(() -> Main.run(terminal.terminal(), "listen", "" + port));
        new Thread(listener, "listener").start();
        try (DatagramSocket sender = new DatagramSocket()) {
            while (!listener.isDone()) {
                sender.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), port));
                Thread.onSpinWait();
            }
        }
        assertThat(listener.get()).isEqualTo(1);
    }

    /** What failed for another reason keeps its own exit code and sentence. */
    @Test
    void anotherFailureIsToldFirst() throws Exception {
        FakeTerminal terminal = FakeTerminal.refusing("No space left on device", "");
        assertThat(Main.run(terminal.terminal(), "upper", "x", "--host", "127.0.0.1:" + FakeUdp.freePort()))
                .isEqualTo(1);
        assertThat(terminal.err()).startsWith("Nobody is listening").hasLineCount(1);
    }

    private static int run(FakeTerminal terminal, FakeUdp server, String words) {
        String[] args = words.isEmpty()
                ? new String[0]
                : words.replace("HOST", server.host()).split(" ");
        return Main.run(terminal.terminal(), args);
    }
}
