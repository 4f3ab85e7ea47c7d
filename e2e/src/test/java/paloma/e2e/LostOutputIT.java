package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.Checkout;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** Each program before a disk that takes nothing. */
class LostOutputIT {
    private static final File FULL = new File("/dev/full");

    @TempDir
    Path folder;

    @BeforeAll
    static void needsAFullDisk() {
        assumeTrue(FULL.exists(), "no /dev/full here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client --help",
                "client --version",
                "client host localhost",
                "client generate-completion",
                "server --help",
                "server --version",
                "server --check",
                "server --health-check",
                "audio --help",
                "audio devices",
                "audio sdp --host 127.0.0.1"
            })
    void noCommandSucceedsThatCouldNotSpeak(String words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        Ended ended = onFullDisk(Processes.jar(all.remove(0)), all);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errLines())
                .containsExactly("Standard output cannot be written (No space left on device): "
                        + "what was to be printed there is lost.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--version"})
    void norDoesTheLauncher(String word) throws Exception {
        Ended ended = onFullDisk(List.of("sh", Checkout.file("paloma").toString()), List.of(word));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errLines()).hasSize(1);
    }

    @Test
    void aServerServesAndSaysThatItsTableIsLost() throws Exception {
        ProcessBuilder builder = ServerProcess.jar(folder, List.of("echo=udp://127.0.0.1:0", "--admin", "127.0.0.1:0"));
        builder.redirectOutput(FULL);
        try (ChildProcess server = Processes.start(builder)) {
            assertThat(server.err().next("standard output"))
                    .endsWith("standard output cannot be written (No space left on device): "
                            + "the table of endpoints is lost");
            assertThat(server.isAlive()).isTrue();
            server.terminate();
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err().textToEnd()).contains("stopped after 0 requests");
        }
    }

    private static Ended onFullDisk(List<String> program, List<String> words) throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(words);
        return Ended.of("", new ProcessBuilder(command).redirectOutput(FULL));
    }
}
