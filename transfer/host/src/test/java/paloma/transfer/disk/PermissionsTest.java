package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

class PermissionsTest {
    private static final byte[] FILE = random(8, Chunks.BYTES + 1);

    @TempDir
    Path folder;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        assumeThat(FileMode.isKeptBy(folder))
                .as("this file system keeps permissions")
                .isTrue();
        root = Root.open(folder, Limits.NONE);
    }

    private int receive(int mode) throws Exception {
        try (IncomingFile incoming = root.receive(name("film"), new FileFacts(FILE.length, mode, 0), false)) {
            TestFiles.write(incoming, FILE, 0, 2);
            incoming.finish(TestFiles.root(FILE));
        }
        return (Integer) Files.getAttribute(folder.resolve("film"), "unix:mode") & 07777;
    }

    /** What a new file gets if nobody asks for anything else. */
    private int usual() throws IOException {
        Path file = Files.createFile(
                folder.resolve("probe"), PosixFilePermissions.asFileAttribute(FileMode.permissions(0666)));
        return FileMode.of(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0640, 0644, 0666, 0700, 0755, 0777, 0444, 0022, 0})
    void areThoseOfTheSenderWhateverTheUmask(int mode) throws Exception {
        assertThat(receive(mode)).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(ints = {01777, 02755, 04755, 07755})
    void makeNoFileRunAsItsOwner(int mode) throws Exception {
        assertThat(receive(mode)).isEqualTo(mode & 0777);
    }

    @Test
    void areUsualWhenTheSenderGaveNone() throws Exception {
        assertThat(receive(FileFacts.NO_MODE)).isEqualTo(usual());
    }

    @Test
    void hideWhatIsNotWhole() throws Exception {
        try (IncomingFile incoming = root.receive(name("film"), new FileFacts(FILE.length, 0644, 0), false)) {
            TestFiles.write(incoming, FILE, 0, 1);
            for (String last : new String[] {".film.paloma-part", ".film.paloma-part.state"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(last))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void areSaidOfWhatIsSent() throws Exception {
        Path file = Files.createFile(
                folder.resolve("film"), PosixFilePermissions.asFileAttribute(FileMode.permissions(0400)));
        try (OutgoingFile outgoing = OutgoingFile.open(file)) {
            assertThat(outgoing.facts().mode()).isEqualTo(0400);
        }
    }

    @Test
    void areMissedInASentence() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, FileMode.permissions(0));
        try {
            assumeThat(Files.isReadable(closed)).as("everything is open to us").isFalse();
            assertThatThrownBy(() -> root.receive(name("closed/film"), new FileFacts(1, 0644, 0), false))
                    .hasMessage("closed/film: permission denied")
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PERMISSION));
        } finally {
            Files.setPosixFilePermissions(closed, FileMode.permissions(0700));
        }
    }
}
