package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Ended;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

class ConfinementTest {
    private static final byte[] FILE = random(3, 100);

    @TempDir
    Path folder;

    private Path inside;
    private Path outside;
    private Root root;

    @BeforeEach
    void open() throws IOException {
        inside = Files.createDirectory(folder.resolve("inside"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        root = Root.open(inside, Limits.NONE);
    }

    private static void refuses(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void refusesToSend(String name, Reason reason) {
        refuses(reason, () -> root.send(name(name)));
        assertThatThrownBy(() -> root.send(name(name))).message().doesNotContain(folder.toString());
    }

    private void refusesToReceive(String name, Reason reason) throws IOException {
        refuses(reason, () -> root.receive(name(name), facts(FILE), true));
        assertThat(outside).isDirectoryContaining("glob:**/secret");
        try (var entries = Files.list(outside)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void followsNoLinkThatLeadsOutside() throws Exception {
        Files.createSymbolicLink(inside.resolve("out"), outside);
        Files.createSymbolicLink(inside.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(inside.resolve("secret"), Path.of("../outside/secret"));
        Files.createDirectory(inside.resolve("deep"));
        Files.createSymbolicLink(inside.resolve("deep/out"), Path.of("../out"));
        for (String name : new String[] {"out/secret", "up/outside/secret", "secret", "deep/out/secret"}) {
            refusesToSend(name, Reason.NAME);
        }
        for (String name : new String[] {"out/new", "up/outside/new", "up/new", "deep/out/new", "out/a/b/new"}) {
            refusesToReceive(name, Reason.NAME);
        }
    }

    @Test
    void readsThroughLinksThatLeadInsideAndWritesThroughNone() throws Exception {
        Files.createDirectory(inside.resolve("a"));
        Files.createSymbolicLink(inside.resolve("b"), Path.of("a"));
        refusesToReceive("b/film", Reason.NAME);
        refusesToReceive("b/c/film", Reason.NAME);
        assertThat(inside.resolve("a")).isEmptyDirectory();
        TestFiles.receive(root, "a/film", FILE, false);
        Files.createSymbolicLink(inside.resolve("link"), Path.of("b/film"));
        try (OutgoingFile outgoing = root.send(name("link"))) {
            assertThat(outgoing.facts().size()).isEqualTo(FILE.length);
        }
    }

    @Test
    void replacesALinkAndNotWhatItLeadsTo() throws Exception {
        Files.createSymbolicLink(inside.resolve("film"), outside.resolve("secret"));
        refuses(Reason.EXISTS, () -> root.receive(name("film"), facts(FILE), false));
        TestFiles.receive(root, "film", FILE, true);
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(inside.resolve("film")).isRegularFile().hasBinaryContent(FILE);
        assertThat(Files.isSymbolicLink(inside.resolve("film"))).isFalse();
    }

    @Test
    void writesThroughNoLinkThatWasPutWhereThePartIsToBe() throws Exception {
        Files.createSymbolicLink(inside.resolve(".film.paloma-part"), outside.resolve("secret"));
        Files.createSymbolicLink(inside.resolve(".film.paloma-part.state"), outside.resolve("secret"));
        TestFiles.receive(root, "film", random(4, Chunks.BYTES + 1), false);
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @Test
    void writesNoPartThatIsAnotherFileToo() throws Exception {
        Files.createLink(inside.resolve(".film.paloma-part"), outside.resolve("secret"));
        Files.createLink(inside.resolve(".film.paloma-part.state"), outside.resolve("secret"));
        TestFiles.receive(root, "film", random(4, Chunks.BYTES + 1), false);
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @Test
    void writesNoStateThatIsAnotherFileToo() throws Exception {
        byte[] file = random(4, 2 * Chunks.BYTES);
        try (IncomingFile incoming = root.receive(name("film"), facts(file), false)) {
            TestFiles.write(incoming, file, 0, 1);
        }
        Files.delete(inside.resolve(".film.paloma-part.state"));
        Files.createLink(inside.resolve(".film.paloma-part.state"), outside.resolve("secret"));
        TestFiles.receive(root, "film", file, false);
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @Test
    void opensFoldersOneByOneAndNoLinkAmongThem() throws Exception {
        Files.createDirectory(inside.resolve("a"));
        Files.createSymbolicLink(inside.resolve("a/out"), outside);
        try (var entries = Files.newDirectoryStream(inside)) {
            assumeThat(entries)
                    .as("folders that are opened relative to one another")
                    .isInstanceOf(SecureDirectoryStream.class);
        }
        assertThatThrownBy(() -> FolderWalk.open(inside, Path.of("a/out"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FolderWalk.open(inside, Path.of("a/out/deeper")))
                .isInstanceOf(IOException.class);
        Files.createSymbolicLink(inside.resolve("a/secret"), outside.resolve("secret"));
        try (OpenFolder folder = FolderWalk.open(inside, Path.of("a"))) {
            Place link = new Place(folder, "secret");
            refuses(Reason.NOT_FOUND, () -> DiskFile.open(link, name("a/secret")));
        }
    }

    @Test
    void refusesWhatIsNoFile() throws Exception {
        Files.createDirectory(inside.resolve("a"));
        Files.createFile(inside.resolve("file"));
        Files.createSymbolicLink(inside.resolve("round"), Path.of("round"));
        refusesToSend("a", Reason.NOT_FOUND);
        refusesToSend("none", Reason.NOT_FOUND);
        refusesToSend("none/none", Reason.NOT_FOUND);
        refuses(Reason.EXISTS, () -> root.receive(name("a"), facts(FILE), true));
        refuses(Reason.EXISTS, () -> root.receive(name("file/film"), facts(FILE), true));
        refuses(Reason.DISK_ERROR, () -> root.send(name("round")));
    }

    @Test
    void opensNoPipe() throws Exception {
        Ended mkfifo = Ended.of("mkfifo", inside.resolve("pipe").toString());
        assumeThat(mkfifo.exitCode()).as("mkfifo works").isZero();
        refusesToSend("pipe", Reason.NOT_FOUND);
    }

    @Test
    void sendsNoPart() throws Exception {
        try (IncomingFile incoming = root.receive(name("film"), facts(random(1, 2 * Chunks.BYTES)), false)) {
            TestFiles.write(incoming, random(1, 2 * Chunks.BYTES), 0, 1);
        }
        Files.createSymbolicLink(inside.resolve("link"), Path.of(".film.paloma-part"));
        refusesToSend("link", Reason.NOT_FOUND);
    }
}
