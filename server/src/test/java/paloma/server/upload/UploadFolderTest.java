package paloma.server.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.UploadSettings;

class UploadFolderTest {
    @TempDir
    Path folder;

    private UploadSettings named(String name) {
        return new UploadSettings(folder, name, 1 << 20, 1 << 20, 4, 0, UploadSettings.IDLE_NANOS, false);
    }

    @Test
    void numbersFilesOfAFixedName() throws IOException {
        TestUploads test = new TestUploads(named("film.mp4"));
        test.send(1, "a", "bye", "b", "bye", "c", "bye");
        assertThat(test.files()).isEqualTo(Map.of("film.mp4", "a", "film-2.mp4", "b", "film-3.mp4", "c"));
        Files.delete(folder.resolve("film.mp4"));
        test.send(1, "d", "bye", "e", "bye");
        assertThat(test.files())
                .isEqualTo(Map.of("film.mp4", "d", "film-2.mp4", "b", "film-3.mp4", "c", "film-4.mp4", "e"));
    }

    @Test
    void neverWritesOverAFileThatWasThere() throws IOException {
        Files.writeString(folder.resolve("out"), "old");
        Files.writeString(folder.resolve(TestUploads.NAME + "1.part"), "old part");
        TestUploads test = new TestUploads(named("out"));
        test.send(1, "new", "bye");
        assertThat(test.files())
                .isEqualTo(Map.of("out", "old", "out-2", "new", TestUploads.NAME + "1.part", "old part"));
    }

    @Test
    void neverFollowsALinkThatLiesInWait() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.createSymbolicLink(inner.resolve("out"), outside.resolve("target"));
        Files.createSymbolicLink(inner.resolve(TestUploads.NAME + "1.part"), outside.resolve("target"));
        TestUploads test = new TestUploads(
                new UploadSettings(inner, "out", 1 << 20, 1 << 20, 4, 0, UploadSettings.IDLE_NANOS, false));
        test.send(1, "new", "bye");
        assertThat(outside).isEmptyDirectory();
        assertThat(inner.resolve("out-2")).hasContent("new");
    }

    @Test
    void movesWhereThereAreNoHardLinksAndStillKeepsWhatIsThere() throws IOException {
        TestUploads test = new TestUploads(named("out"), new Disk() {
            @Override
            public void link(Path link, Path existing) {
                throw new UnsupportedOperationException("no links");
            }
        });
        test.send(1, "a", "bye", "b", "bye");
        assertThat(test.files()).isEqualTo(Map.of("out", "a", "out-2", "b"));
    }

    /** As two servers of one folder do. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void losesNothingWhereTwoServersGiveTheSameName(boolean hasLinks) throws Exception {
        Disk disk = new Disk() {
            @Override
            public void link(Path link, Path existing) throws IOException {
                if (!hasLinks) {
                    throw new UnsupportedOperationException("no links");
                }
                Disk.super.link(link, existing);
            }
        };
        TestUploads[] servers = {new TestUploads(named("out"), disk), new TestUploads(named("out"), disk)};
        IntStream.of(0, 1).parallel().forEach(server -> {
            for (int i = 0; i < 100; i++) {
                servers[server].send(1 + server, server + " " + i, "bye");
            }
        });
        Map<String, String> files = servers[0].files();
        assertThat(files.keySet()).hasSize(200).allMatch(name -> name.startsWith("out"));
        assertThat(files.values()).doesNotHaveDuplicates();
    }

    /** NFS repeats a question whose answer was lost, and is told that the name is taken: by the first time. */
    @Test
    void knowsItsOwnFileWhereTheAnswerWasLost() throws IOException {
        TestUploads test = new TestUploads(named("out"), new Disk() {
            @Override
            public void link(Path link, Path existing) throws IOException {
                Disk.super.link(link, existing);
                throw new FileAlreadyExistsException(link.toString());
            }
        });
        test.send(1, "a", "bye");
        assertThat(test.files()).isEqualTo(Map.of("out", "a"));
    }

    @Test
    void keepsThePartWhenItCannotGetItsName() throws IOException {
        TestUploads test = new TestUploads(named("out"), new Disk() {
            @Override
            public void link(Path link, Path existing) throws IOException {
                throw new IOException("Input/output error");
            }
        });
        test.send(1, "a", "bye");
        assertThat(test.files()).isEqualTo(Map.of(TestUploads.NAME + "1.part", "a"));
        assertThat(test.log).hasSize(1).first().asString().endsWith("could not be given its name: Input/output error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "../x",
                "a/b",
                "a\\b",
                "/etc/passwd",
                "C:x",
                "a\0b",
                "a\nb",
                "x.part",
                "x.PART",
                "con",
                "NUL.txt",
                "com1",
                "x.",
                " x",
                "x ",
                ".hidden",
                "a*",
                "a?b",
                "\u202egnp.exe"
            })
    void refusesFixedNamesThatLeadElsewhereOrSurprise(String name) {
        assertThatThrownBy(() -> named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("upload-name: give a plain file name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "film.mp4", "a b", "x..y", "console", "grüße.txt"})
    void takesPlainFixedNames(String name) {
        assertThat(named(name).fixedName()).isEqualTo(name);
    }

    @Test
    void makesNamesOfIpv6Addresses() throws IOException {
        assertThat(FileNames.of(
                        TestUploads.START,
                        new java.net.InetSocketAddress(java.net.InetAddress.getByName("fe80::1%1"), 7)))
                .isEqualTo("20261122T015512.123Z-fe80-0-0-0-0-0-0-1-7");
    }
}
