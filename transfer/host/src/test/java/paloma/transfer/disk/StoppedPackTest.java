package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.transfer.disk.Packs.file;
import static paloma.transfer.disk.Packs.pack;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.tree.Verdict;

/** A server that stands still in the middle of a pack, when its files are written and have no names yet. */
class StoppedPackTest {
    private static final byte[] OLD = random(1, 5_000);
    private static final byte[] NEW = random(2, 5_000);

    @TempDir
    Path folder;

    private final AtomicInteger looks = new AtomicInteger();
    private Root other;

    @BeforeEach
    void open() throws Exception {
        other = Root.open(folder, Limits.NONE);
    }

    /** Returns a server whose clock is looked at a second time when it wakes. */
    private Root stopped(long seconds, Runnable meanwhile) throws Exception {
        Leases leases = new Leases(
                "a",
                () -> {
                    if (looks.getAndIncrement() == 0) {
                        return 0;
                    }
                    if (looks.get() == 2) {
                        meanwhile.run();
                    }
                    return TimeUnit.SECONDS.toNanos(seconds);
                },
                later -> {});
        return Root.open(folder, Limits.NONE, leases, FileChannel::tryLock);
    }

    private void write(byte[] content) {
        try {
            assertThat(other.unpack("", pack(file("f", content, 0644), content), true, false))
                    .containsExactly(Verdict.SAME);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotReplaceWhatAnotherWroteMeanwhile(boolean wasThere) throws Exception {
        if (wasThere) {
            write(random(3, 10));
        }
        Root root = stopped(60, () -> write(NEW));
        assertThat(root.unpack("", pack(file("f", OLD, 0644), OLD), true, false))
                .containsExactly(Verdict.BUSY);
        assertThat(folder.resolve("f")).hasBinaryContent(NEW);
        assertThat(names(folder)).containsExactly("f");
    }

    @Test
    void doesNotMakeAgainWhatWasReplacedAndRemoved() throws Exception {
        write(random(3, 10));
        Root root = stopped(
                60, () -> assertThat(folder.resolve("f").toFile().delete()).isTrue());
        assertThat(root.unpack("", pack(file("f", OLD, 0644), OLD), true, false))
                .containsExactly(Verdict.BUSY);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void goesOnWhereNothingHasChanged() throws Exception {
        Files.write(folder.resolve("f"), NEW);
        Root root = stopped(60, () -> {});
        assertThat(root.unpack("", pack(file("f", OLD, 0644), OLD), true, false))
                .containsExactly(Verdict.SAME);
        assertThat(folder.resolve("f")).hasBinaryContent(OLD);
    }
}
