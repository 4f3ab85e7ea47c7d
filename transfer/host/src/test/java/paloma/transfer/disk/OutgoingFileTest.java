package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

class OutgoingFileTest {
    private static final byte[] FILE = random(2, Chunks.BYTES + 5);

    @TempDir
    Path folder;

    private final byte[] buffer = new byte[Chunks.BYTES];
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("film"), FILE);
    }

    @Test
    void readsChunksUpToTheEnd() throws Exception {
        try (OutgoingFile outgoing = OutgoingFile.open(file)) {
            assertThat(outgoing.facts().size()).isEqualTo(FILE.length);
            assertThat(outgoing.read(1, buffer)).isEqualTo(5);
            assertThat(Arrays.copyOf(buffer, 5)).isEqualTo(TestFiles.chunk(FILE, 1));
            assertThat(outgoing.read(0, buffer)).isEqualTo(Chunks.BYTES);
            assertThat(buffer).isEqualTo(TestFiles.chunk(FILE, 0));
        }
    }

    @Test
    void readsBytesInMemoryAsAFile() throws Exception {
        try (OutgoingFile outgoing = OutgoingFile.of(List.of(TestFiles.chunk(FILE, 0), TestFiles.chunk(FILE, 1)), 7)) {
            assertThat(outgoing.facts().size()).isEqualTo(FILE.length);
            assertThat(outgoing.read(1, buffer)).isEqualTo(5);
            assertThat(Arrays.copyOf(buffer, 5)).isEqualTo(TestFiles.chunk(FILE, 1));
        }
    }

    @Test
    void noticesThatTheFileChanged() throws Exception {
        try (OutgoingFile outgoing = Root.open(folder, Limits.NONE).send(name("film"))) {
            assertThat(outgoing.changed()).isFalse();
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
            assertThat(outgoing.changed()).isTrue();
        }
    }

    @Test
    void refusesAChunkThatIsGone() throws Exception {
        try (OutgoingFile outgoing = OutgoingFile.open(file)) {
            Files.write(file, new byte[Chunks.BYTES + 4]);
            assertThatThrownBy(() -> outgoing.read(1, buffer)).hasMessageContaining("changed while it was read");
            assertThat(outgoing.changed()).isTrue();
        }
    }

    @Test
    void saysOfAFileThatGrewWhichOptionSendsIt() throws Exception {
        try (OutgoingFile outgoing = OutgoingFile.open(file)) {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
            assertThatThrownBy(outgoing::changed)
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED_WHILE_READ))
                    .hasMessageContainingAll("film grew", "--as-opened");
        }
    }

    @Test
    void sendsAFileThatGrowsAsLongAsItWasWhenThatIsAsked() throws Exception {
        try (OutgoingFile outgoing = OutgoingFile.open(file, "film", true)) {
            Files.write(file, new byte[Chunks.BYTES], StandardOpenOption.APPEND);
            assertThat(outgoing.changed()).isFalse();
            assertThat(outgoing.facts().size()).isEqualTo(FILE.length);
            assertThat(outgoing.read(1, buffer)).isEqualTo(5);
            assertThat(outgoing.hash(1)).isEqualTo(Sha256.of(TestFiles.chunk(FILE, 1), 5));
        }
    }

    @Test
    void aServerSendsItSoToo() throws Exception {
        Root root = Root.open(folder, Limits.NONE);
        try (OutgoingFile plain = root.send(name("film"));
                OutgoingFile asOpened = root.send(name("film"), true)) {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
            assertThatThrownBy(plain::changed).hasMessageContaining("--as-opened");
            assertThat(asOpened.changed()).isFalse();
        }
    }

    @Test
    void aFileThatBecomesShorterOrIsRewrittenIsChangedAllTheSame() throws Exception {
        try (OutgoingFile outgoing = OutgoingFile.open(file, "film", true)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
            assertThat(outgoing.changed()).isTrue();
            Files.write(file, new byte[FILE.length - 1]);
            assertThat(outgoing.changed()).isTrue();
        }
    }

    @Test
    void keepsReadingAFileThatIsReplaced() throws Exception {
        try (OutgoingFile outgoing = OutgoingFile.open(file)) {
            Files.move(Files.write(folder.resolve("new"), new byte[3]), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(outgoing.read(0, buffer)).isEqualTo(Chunks.BYTES);
            assertThat(buffer).isEqualTo(TestFiles.chunk(FILE, 0));
            assertThat(outgoing.changed()).isFalse();
        }
    }

    @Test
    void refusesWhatSaysThatItIsEmptyAndIsNot() throws Exception {
        Path sys = Path.of("/proc/sys/kernel");
        assumeThat(Files.isReadable(sys.resolve("ostype")))
                .as("there is a /proc")
                .isTrue();
        String said = " says that it is empty and is not, as files of /proc do: it cannot be sent; copy it first";
        assertThatThrownBy(() -> OutgoingFile.open(sys.resolve("ostype"))).hasMessage(sys.resolve("ostype") + said);
        assertThatThrownBy(() -> OutgoingFile.open(Path.of("/proc/self/status")))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Root.open(sys, Limits.NONE).send(name("ostype")))
                .hasMessage("ostype" + said);
        Path empty = Files.createFile(folder.resolve("empty"));
        try (OutgoingFile outgoing = OutgoingFile.open(empty)) {
            assertThat(outgoing.facts().size()).isZero();
        }
    }
}
