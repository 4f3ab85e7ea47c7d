package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;

class RootSweepTest extends OpenRoot {
    private static final byte[] FILE = random(7, 2 * Chunks.BYTES);
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant BEFORE = Instant.parse("2021-01-01T00:00:00Z");

    private IncomingFile begin(String name) throws RefusedException {
        IncomingFile incoming = root.receive(name(name), facts(FILE), false);
        TestFiles.write(incoming, FILE, 0, 1);
        return incoming;
    }

    private void age(String... names) throws IOException {
        for (String name : names) {
            Files.setLastModifiedTime(folder.resolve(name), FileTime.from(LONG_AGO));
        }
    }

    @Test
    void removesWhatNobodyWentOnWith() throws Exception {
        begin("a/old").close();
        begin("new").close();
        begin("half").close();
        Files.writeString(folder.resolve("file"), "");
        age("a/.old.paloma-part", "a/.old.paloma-part.state", ".half.paloma-part", "file");
        assertThat(root.sweep(BEFORE)).isEqualTo(1);
        assertThat(folder.resolve("a")).isEmptyDirectory();
        assertThat(folder.resolve(".new.paloma-part")).exists();
        assertThat(folder.resolve(".new.paloma-part.state")).exists();
        assertThat(folder.resolve(".half.paloma-part")).exists();
        assertThat(folder.resolve("file")).exists();
    }

    @Test
    void goesNoFurtherDownThanItIsTold() throws Exception {
        begin("old").close();
        begin("a/old").close();
        begin("a/b/old").close();
        Files.createDirectory(folder.resolve("a/.c.paloma-part"));
        age(".old.paloma-part", ".old.paloma-part.state", "a/.old.paloma-part", "a/.old.paloma-part.state");
        age("a/b/.old.paloma-part", "a/b/.old.paloma-part.state", "a/.c.paloma-part");
        assertThat(root.sweep("a", 1, BEFORE)).isEqualTo(1);
        assertThat(folder.resolve("a/.c.paloma-part")).isDirectory();
        assertThat(folder.resolve(".old.paloma-part")).exists();
        assertThat(root.sweep("", 1, BEFORE)).isEqualTo(1);
        assertThat(folder.resolve("a/b/.old.paloma-part")).exists();
        assertThat(root.sweep(BEFORE)).isEqualTo(1);
    }

    @Test
    void removesThePartOfAFileThatIsForgotten() throws Exception {
        begin("a/gone").close();
        begin("other").close();
        root.forget(name("a/gone"));
        root.forget(name("never"));
        assertThat(folder.resolve("a")).isEmptyDirectory();
        assertThat(folder.resolve(".other.paloma-part")).exists();
        try (IncomingFile incoming = begin("film")) {
            root.forget(name("film"));
            TestFiles.write(incoming, FILE, 1, 2);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void removesAStateWithoutItsPart() throws Exception {
        begin("old").close();
        Files.delete(folder.resolve(".old.paloma-part"));
        assertThat(root.sweep(BEFORE)).isZero();
        age(".old.paloma-part.state");
        assertThat(root.sweep(BEFORE)).isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesWhatIsBeingWritten() throws Exception {
        try (IncomingFile incoming = begin("film")) {
            age(".film.paloma-part", ".film.paloma-part.state");
            assertThat(root.sweep(BEFORE)).isZero();
            TestFiles.write(incoming, FILE, 1, 2);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void followsNoLink(@TempDir Path outside) throws Exception {
        Path part = Files.createFile(outside.resolve(".x.paloma-part"));
        Files.setLastModifiedTime(part, FileTime.from(LONG_AGO));
        Files.createSymbolicLink(folder.resolve("out"), outside);
        assertThat(root.sweep(BEFORE)).isZero();
        assertThat(part).exists();
    }
}
