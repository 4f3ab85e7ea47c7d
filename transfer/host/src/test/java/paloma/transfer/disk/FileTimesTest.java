package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

class FileTimesTest {
    private static final byte[] FILE = random(3, 777);

    @TempDir
    Path folder;

    private long received(long nanos) throws Exception {
        Root root = Root.open(folder, Limits.NONE);
        try (IncomingFile incoming = root.receive(name("old"), new FileFacts(FILE.length, 0400, nanos), false)) {
            TestFiles.write(incoming, FILE, 0, 1);
            incoming.finish(TestFiles.root(FILE));
        }
        try (OutgoingFile outgoing = root.send(name("old"))) {
            return outgoing.facts().modifiedNanos();
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 1_500_000_001, -1_000_000_000, -86_400_000_000_000L, 4_102_444_800_000_000_007L // in 2100
            })
    void areKeptToTheNanosecond(long nanos) throws Exception {
        assertThat(received(nanos)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -999_999_999, -1_000_000_001, -1_500_000_000, -315_575_999_750_000_001L})
    void beforeTheyWereCountedHaveFractionsToo(long nanos) throws Exception {
        assumeThat(HandlePath.of(
                        FileChannel.open(Files.createFile(folder.resolve("probe")), StandardOpenOption.READ), null))
                .as("a descriptor has a path here, and touch(1) sets the time")
                .isNotNull();
        assertThat(received(nanos)).isEqualTo(nanos);
    }

    @Test
    void beforeTheyWereCountedAreNeverInTheYear1970() throws Exception {
        Path file = Files.createFile(folder.resolve("named"));
        assertThatThrownBy(() -> FileTimes.setModified(file, -1_500_000_000))
                .hasMessageContaining("1969-12-31T23:59:58.5Z");
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Instant.parse("1969-12-31T23:59:58Z"));
    }

    @Test
    void areKeptWhereTheFileWasReadBeforeTheyWereCounted() throws Exception {
        Path file = Files.createFile(folder.resolve("read"));
        Files.getFileAttributeView(file, BasicFileAttributeView.class)
                .setTimes(null, FileTime.from(-5, TimeUnit.SECONDS), null);
        FileTimes.setModified(file, -7_000_000_000L);
        assertThat(Files.getLastModifiedTime(file).to(TimeUnit.SECONDS)).isEqualTo(-7);
    }

    @Test
    void beyondWhatTheWireHoldsAreRefusedInASentence() throws Exception {
        Path file = Files.createFile(folder.resolve("late"));
        Instant late = Instant.parse("2400-01-01T00:00:00Z"); // Java can read it, but not set it
        new ProcessBuilder("touch", "-d", late.toString(), file.toString())
                .start()
                .waitFor();
        assumeThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(late);
        assertThatThrownBy(() -> OutgoingFile.open(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith(
                        "late has a time that cannot be sent, 2400-01-01T00:00:00Z: give it another one (touch)");
    }
}
