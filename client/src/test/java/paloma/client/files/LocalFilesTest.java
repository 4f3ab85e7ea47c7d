package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;

class LocalFilesTest {
    @TempDir
    Path folder;

    @Test
    void givesAFileItsLastName() throws Exception {
        LocalFiles files = new LocalFiles("", false);
        files.add(file("deep/down/notes.txt"));
        assertThat(names(files)).containsExactly("notes.txt");
        assertThat(files.all().get(0).size()).isEqualTo(3);
    }

    @Test
    void putsItIntoTheFolderThatWasNamed() throws Exception {
        LocalFiles files = new LocalFiles("a/b", false);
        files.add(file("notes.txt"));
        assertThat(names(files)).containsExactly("a/b/notes.txt");
    }

    @Test
    void takesAFolderWithAllThatIsInIt() throws Exception {
        file("tree/one");
        file("tree/sub/two");
        LocalFiles files = new LocalFiles("", true);
        files.add(folder.resolve("tree/sub/../."));
        assertThat(names(files)).containsExactlyInAnyOrder("tree/one", "tree/sub/two");
    }

    @Test
    void followsALinkToAFileButNotToAFolder() throws Exception {
        file("tree/one");
        Files.createSymbolicLink(folder.resolve("tree/linked"), folder.resolve("tree/one"));
        Files.createSymbolicLink(folder.resolve("tree/round"), folder.resolve("tree"));
        Files.createSymbolicLink(folder.resolve("tree/nowhere"), folder.resolve("gone"));
        LocalFiles files = new LocalFiles("", true);
        files.add(folder.resolve("tree"));
        assertThat(names(files)).containsExactlyInAnyOrder("tree/one", "tree/linked");
        assertThat(files.leftOut()).isEqualTo(2);
    }

    @Test
    void refusesWhatCannotBeSentInWords() throws Exception {
        LocalFiles files = new LocalFiles("", false);
        Path gone = folder.resolve("gone");
        assertThatThrownBy(() -> files.add(gone)).hasMessage("\"" + gone + "\" does not exist");
        assertThatThrownBy(() -> files.add(folder))
                .hasMessage("\"" + folder + "\" is a folder; -r sends it with its contents");
        assertThatThrownBy(() -> files.add(Path.of("/dev/null")))
                .hasMessage("\"/dev/null\" is not a file but a device, a pipe or a socket");
        assertThat(files.all()).isEmpty();
    }

    @Test
    void refusesTwoOfOneName() throws Exception {
        LocalFiles files = new LocalFiles("", false);
        files.add(file("one/notes.txt"));
        Path second = file("two/notes.txt");
        assertThatThrownBy(() -> files.add(second))
                .hasMessage("\"" + second + "\" would have the same name on the server as another file");
    }

    @Test
    void refusesANameThatTheServerCannotTake() throws Exception {
        LocalFiles files = new LocalFiles("", false);
        Path path = file(".film.paloma-part");
        assertThatThrownBy(() -> files.add(path)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new LocalFiles("../up", false)).isInstanceOf(RefusedException.class);
    }

    @Test
    void namesFilesOnTheServerByTheirBytes() throws Exception {
        Path path = folder.resolve(NameBytes.path(folder.getFileSystem(), "caf\udce9"));
        assumeThat(isMade(path)).as("the file system takes any bytes").isTrue();
        file("line\nfeed");
        LocalFiles files = new LocalFiles("to", true);
        files.add(folder);
        assertThat(names(files))
                .containsExactlyInAnyOrder(
                        "to/" + folder.getFileName() + "/caf\udce9", "to/" + folder.getFileName() + "/line\nfeed");
    }

    private static boolean isMade(Path path) {
        try {
            return Files.createFile(path) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private Path file(String name) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "abc");
    }

    private static List<String> names(LocalFiles files) {
        return files.all().stream().map(LocalFiles.One::name).toList();
    }
}
