package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.write;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FolderWalkTest extends OpenRoot {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static void makesWhatIsMissing(Path root) throws IOException {
        Files.createDirectory(root.resolve("a"));
        List<Path> made = new ArrayList<>();
        try (OpenFolder deep =
                FolderWalk.making(root, made::add).open(root.getFileSystem().getPath("a", "b", "c"))) {
            Files.createFile(deep.path("film"));
            deep.force();
            assertThat(deep.isInPlace()).isTrue();
            assertThat(deep.place("film")).isEqualTo(root.resolve("a/b/c/film"));
        }
        assertThat(made).containsExactly(root.resolve("a/b"), root.resolve("a/b/c"));
        assertThat(root.resolve("a/b/c/film")).exists();
    }

    @Test
    void makesWhatIsMissingAndTellsTheOutermostFirst() throws Exception {
        makesWhatIsMissing(folder);
    }

    @Test
    void worksByPathWhereFoldersCannotBeHeldOpen() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("files.zip"), Map.of("create", "true"))) {
            makesWhatIsMissing(zip.getPath("/"));
        }
    }

    @Test
    void doesNotNameWhatIsClosed() throws Exception {
        OpenFolder open = FolderWalk.open(folder, null);
        assumeThat(open.path("film")).as("folders are held open here").isNotEqualTo(open.place("film"));
        open.close();
        assertThatThrownBy(() -> open.path("film")).isInstanceOf(IllegalStateException.class);
    }

    /** A name can have hundreds of parts. */
    @Test
    void holdsOneDescriptorHoweverDeepAFolderLies() throws Exception {
        assumeThat(Files.isDirectory(DESCRIPTORS)).as("there is /proc").isTrue();
        String deep = "d/".repeat(100);
        try (IncomingFile incoming = receive(deep + "film")) {
            assertThat(openFolders()).hasSize(1);
            write(incoming, FILE, 0, 4);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(openFolders()).isEmpty();
        Files.createSymbolicLink(folder.resolve("d/link"), folder);
        assertThatThrownBy(() -> FolderWalk.open(folder, Path.of("d/link/d"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FolderWalk.open(folder, Path.of("d/d/none"))).isInstanceOf(IOException.class);
        root.send(TestFiles.name(deep + "film")).close();
        root.list("", true, false).close();
        receive(deep + "new/film").close();
        assertThat(openFolders()).isEmpty();
    }

    private List<Path> openFolders() throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    Path path = Files.readSymbolicLink(descriptor);
                    if (path.startsWith(folder.toRealPath()) && Files.isDirectory(path)) {
                        open.add(path);
                    }
                } catch (NoSuchFileException e) {
                    continue; // closed in the meantime, by another test
                }
            }
        }
        return open;
    }
}
