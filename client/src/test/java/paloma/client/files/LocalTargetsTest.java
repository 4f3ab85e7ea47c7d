package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.FakeTerminal;
import paloma.client.Main;
import paloma.testkit.Ended;

/** Before anything moves. */
class LocalTargetsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"h/a/x h/b/x TO", "h/x h/x TO", "-r h/a/photos h/photos TO", "-r h h/ TO"})
    void twoSourcesMustNotBecomeOne(String words) {
        assertThat(refused("get " + words)).contains("two of the sources would become ");
    }

    @Test
    void takesSourcesOfDifferentNames() {
        assertThat(new LocalTargets(folder, true).refusal(List.of("a", "b", "")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get --force h/x TO/pipe", "get h/pipe TO", "get -r --force h/pipe TO", "get h/x TO/link"})
    void aPipeIsNoPlaceForAFile(String words) throws Exception {
        assumeThat(Ended.of("mkfifo", folder.resolve("pipe").toString()).exitCode())
                .as("mkfifo works")
                .isZero();
        Files.createSymbolicLink(folder.resolve("link"), Path.of("pipe"));
        assertThat(refused(words)).contains("is a device, a pipe or a socket", "- is standard output");
    }

    @Test
    void norIsADevice() {
        assumeThat(Path.of("/dev/null")).exists();
        assertThat(refused("get --force h/x /dev/null")).contains("\"/dev/null\" is a device");
    }

    @Test
    void norIsAFolder() throws Exception {
        Files.createDirectory(folder.resolve("x"));
        assertThat(refused("get --force h/y h/x TO")).contains("is a folder, and no file replaces it");
    }

    @Test
    void aFolderMayGoIntoAFolder() throws Exception {
        Files.createDirectory(folder.resolve("photos"));
        assertThat(new LocalTargets(folder, true).refusal(List.of("photos"))).isEmpty();
    }

    private String refused(String words) {
        FakeTerminal terminal = FakeTerminal.pipe();
        String[] all = words.replace("TO", folder.toString()).split(" ");
        assertThat(Main.run(terminal.terminal(), all)).isEqualTo(2);
        assertThat(terminal.err().lines()).hasSize(1);
        return terminal.err();
    }
}
