package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;

/** Somebody puts a link that leads outside in the place of a folder between two steps of a transfer. */
class ExchangedFolderTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<String> OUTSIDE =
            List.of(".film.paloma-part", ".film.paloma-part.state", "b", "film", "old");

    @TempDir
    Path folder;

    private Path inside;
    private Path outside;
    private Root root;

    @BeforeEach
    void open() throws IOException {
        inside = Files.createDirectory(folder.resolve("inside"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectory(inside.resolve("a"));
        try (OpenFolder a = FolderWalk.open(inside, Path.of("a"))) {
            assumeThat(a.path("film")).as("folders are held open here").isNotEqualTo(a.place("film"));
        }
        for (String name : OUTSIDE) {
            if (name.equals("b")) {
                Files.createDirectory(outside.resolve(name));
            } else {
                Files.writeString(outside.resolve(name), name);
                Files.setLastModifiedTime(outside.resolve(name), FileTime.from(LONG_AGO));
            }
        }
        Files.setLastModifiedTime(outside, FileTime.from(LONG_AGO));
        root = Root.open(inside, Limits.NONE);
    }

    /** Nothing was made or removed there, not even for a moment, and no file was changed. */
    @AfterEach
    void nothingOutsideIsTouched() throws IOException {
        assertThat(Files.getLastModifiedTime(outside).toInstant()).isEqualTo(LONG_AGO);
        assertThat(names(outside)).isEqualTo(OUTSIDE);
        for (String name : OUTSIDE) {
            BasicFileAttributes found = Files.readAttributes(outside.resolve(name), BasicFileAttributes.class);
            assertThat(found.isDirectory()
                            || found.lastModifiedTime().toInstant().equals(LONG_AGO))
                    .as(name)
                    .isTrue();
        }
    }

    private void exchange(String name) throws IOException {
        Files.move(inside.resolve(name), inside.resolve("moved"));
        Files.createSymbolicLink(inside.resolve(name), outside);
    }

    private void restore(String name) throws IOException {
        Files.delete(inside.resolve(name));
        Files.move(inside.resolve("moved"), inside.resolve(name));
    }

    @Test
    void afterOpeningNothingIsWrittenThere() throws Exception {
        try (IncomingFile incoming = root.receive(name("a/film"), facts(FILE), true)) {
            exchange("a");
            write(incoming, FILE, 0, 4);
            assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE)))
                    .hasMessage("a/film: its folder was moved or removed meanwhile; send it again");
        }
        assertThat(names(inside.resolve("moved"))).containsExactly(".film.paloma-part", ".film.paloma-part.state");
    }

    @Test
    void beforeItGetsItsNameNothingAppearsThere() throws Exception {
        for (boolean force : new boolean[] {false, true}) {
            try (IncomingFile incoming = root.receive(name("a/new"), facts(FILE), force)) {
                write(incoming, FILE, 0, 4);
                exchange("a");
                assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE))).isInstanceOf(RefusedException.class);
            }
            restore("a");
        }
    }

    @Test
    void andBackItIsFinishedAsIfNothingWas() throws Exception {
        try (IncomingFile incoming = root.receive(name("a/film"), facts(FILE), false)) {
            exchange("a");
            write(incoming, FILE, 0, 4);
            restore("a");
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(inside.resolve("a/film")).hasBinaryContent(FILE);
    }

    @Test
    void nothingIsDeletedThere() throws Exception {
        IncomingFile discarded = root.receive(name("a/film"), facts(FILE), false);
        write(discarded, FILE, 0, 1);
        exchange("a");
        discarded.discard();
        assertThat(inside.resolve("moved")).isEmptyDirectory();
        restore("a");
        IncomingFile empty = root.receive(name("a/film"), facts(FILE), false);
        exchange("a");
        empty.close();
        assertThat(inside.resolve("moved")).isEmptyDirectory();
    }

    @Test
    void noFolderIsRemovedThere() throws Exception {
        IncomingFile incoming = root.receive(name("a/b/film"), facts(FILE), false);
        exchange("a");
        incoming.close();
        restore("a");
        assertThat(names(inside)).containsExactly("a", "a/b");
    }

    @Test
    void noFolderIsMadeThere() throws Exception {
        List<Path> made = new ArrayList<>();
        FolderWalk walk = FolderWalk.making(inside, folder -> {
            made.add(folder);
            try {
                exchange("new");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThatThrownBy(() -> walk.open(Path.of("new/c/d"))).isInstanceOf(IOException.class);
        assertThat(made).containsExactly(inside.resolve("new"));
    }

    /** The name of the part leads to a file outside by then (a hard link). */
    @Test
    void noOtherFileGetsTheNameOrThePermissions() throws Exception {
        Path part = inside.resolve("a/.new.paloma-part");
        Object mode = Files.getAttribute(outside.resolve("film"), "unix:mode");
        for (boolean force : new boolean[] {false, true}) {
            try (IncomingFile incoming = root.receive(name("a/new"), facts(FILE), force)) {
                write(incoming, FILE, 0, 4);
                Files.move(part, inside.resolve("moved"));
                Files.createLink(part, outside.resolve("film"));
                assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE)))
                        .hasMessage("a/new: the disk says: another program put another file in its place");
            }
            assertThat(inside.resolve("a/new")).doesNotExist();
            Files.delete(inside.resolve("moved"));
        }
        assertThat(Files.getAttribute(outside.resolve("film"), "unix:mode")).isEqualTo(mode);
    }

    @Test
    void nothingIsListedFromThere() throws Exception {
        Files.writeString(inside.resolve("a/own"), "own");
        try (FolderReader a = FolderReader.of(inside, Path.of("a"))) {
            exchange("a");
            List<String> read = new ArrayList<>();
            a.names(name -> read.add(name.toString()));
            assertThat(read).containsExactly("own");
            assertThat(a.attributes(Path.of("own")).size()).isEqualTo(3);
            assertThat(a.attributes(Path.of("film"))).isNull();
            assertThatThrownBy(() -> a.enter(Path.of("b"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nothingIsSentFromThere() throws Exception {
        try (OpenFolder a = FolderWalk.open(inside, Path.of("a"))) {
            exchange("a");
            Place film = new Place(a, "film");
            assertThatThrownBy(() -> DiskFile.open(film, name("a/film"))).hasMessage("a/film is not there");
        }
    }

    @Test
    void aFileOfAPackGetsNoNameThere() throws Exception {
        for (boolean force : new boolean[] {false, true}) {
            try (OpenFolder a = FolderWalk.open(inside, Path.of("a"))) {
                FreshFile fresh = FreshFile.write(a, ByteBuffer.wrap(FILE), facts(FILE), 0777);
                exchange("a");
                fresh.close();
                fresh.name(new Place(a, "film" + force), force);
                assertThat(a.isInPlace()).as("is asked before").isFalse();
            }
            restore("a");
        }
        assertThat(names(inside.resolve("a"))).containsExactly("filmfalse", "filmtrue");
    }

    /** The temporary name leads to a file outside by then (a hard link). */
    @Test
    void noOtherFileGetsTheNameOrThePermissionsOfOneOfAPack() throws Exception {
        Object mode = Files.getAttribute(outside.resolve("film"), "unix:mode");
        for (boolean force : new boolean[] {false, true}) {
            try (OpenFolder a = FolderWalk.open(inside, Path.of("a"))) {
                FreshFile fresh = FreshFile.write(a, ByteBuffer.wrap(FILE), facts(FILE), 0777);
                Path temporary =
                        inside.resolve("a").resolve(names(inside.resolve("a")).get(0));
                Files.delete(temporary);
                Files.createLink(temporary, outside.resolve("film"));
                assertThatThrownBy(() -> fresh.name(new Place(a, "new"), force))
                        .hasMessage("another program put another file in its place");
                fresh.close();
                fresh.remove(a);
            }
            assertThat(inside.resolve("a")).isEmptyDirectory();
        }
        assertThat(Files.getAttribute(outside.resolve("film"), "unix:mode")).isEqualTo(mode);
    }

    @Test
    void noFactsAreSetAndNoLinksAreMadeThere() throws Exception {
        Object mode = Files.getAttribute(outside, "unix:mode");
        exchange("a");
        byte[] small = Packs.bytes("small");
        byte[] pack = Packs.pack(
                Packs.folderFacts("a", 0777),
                Packs.folderFacts("a/b", 0777),
                Packs.link("a/link", "film"),
                Packs.folder("a/new"),
                Packs.file("a/film", small),
                small);
        assertThat(root.unpack("", pack, true, true)).containsOnly(Verdict.KIND);
        assertThat(Files.getAttribute(outside, "unix:mode")).isEqualTo(mode);
    }
}
