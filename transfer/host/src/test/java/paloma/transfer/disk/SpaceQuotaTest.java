package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.Chunks;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

class SpaceQuotaTest {
    @TempDir
    Path folder;

    private final AtomicLong nowNanos = new AtomicLong();

    private Root root(long totalBytes) throws IOException {
        return Root.open(folder, new Limits(Long.MAX_VALUE, totalBytes, 0), nowNanos::get);
    }

    private static IncomingFile receive(Root root, String name, long size) throws RefusedException {
        return root.receive(name(name), new FileFacts(size, 0644, 0), false);
    }

    private static void refuses(Reason reason, String sentence, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessage(sentence)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void countsWhatIsThereAndWhatIsPromised() throws Exception {
        Files.createDirectory(folder.resolve("a"));
        Files.write(folder.resolve("a/old"), new byte[400]);
        Root root = root(1_000);
        IncomingFile first = receive(root, "first", 500);
        refuses(
                Reason.QUOTA,
                "second needs 101 bytes, and the shared folder holds 900 of 1000",
                () -> receive(root, "second", 101));
        first.close();
        receive(root, "second", 600).close();
        refuses(
                Reason.QUOTA,
                "third needs 601 bytes, and the shared folder holds 400 of 1000",
                () -> receive(root, "third", 601));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void keepsWhatWasWrittenInItsCount() throws Exception {
        Root root = root(3L * Chunks.BYTES);
        byte[] file = random(1, 2 * Chunks.BYTES);
        try (IncomingFile incoming = receive(root, "film", file.length)) {
            TestFiles.write(incoming, file, 0, 1);
        }
        assertThatThrownBy(() -> receive(root, "other", 2L * Chunks.BYTES + 1)).isInstanceOf(RefusedException.class);
        receive(root, "other", 2L * Chunks.BYTES).close();
        receive(root, "film", 3L * Chunks.BYTES).close();
    }

    @Test
    void countsAgainAfterAWhile() throws Exception {
        Path old = Files.write(folder.resolve("old"), new byte[1_000]);
        Root root = root(1_000);
        assertThatThrownBy(() -> receive(root, "film", 1)).isInstanceOf(RefusedException.class);
        Files.delete(old);
        nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(5) - 1);
        assertThatThrownBy(() -> receive(root, "film", 1)).isInstanceOf(RefusedException.class);
        nowNanos.incrementAndGet();
        receive(root, "film", 1).close();
    }

    @Test
    void keepsTheDiskFree() throws Exception {
        Root root = Root.open(folder, new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 1L << 60));
        refuses(Reason.DISK_FULL, "a/film needs 1 byte, and the disk has room for 0", () -> receive(root, "a/film", 1));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void promisesTheSameSpaceOnce() throws Exception {
        Root root = Root.open(folder, Limits.NONE);
        long half = Files.getFileStore(folder).getUsableSpace() / 10 * 7;
        IncomingFile first = receive(root, "first", half);
        assertThatThrownBy(() -> receive(root, "second", half))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK_FULL));
        first.close();
        receive(root, "second", half).close();
    }
}
