package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.BlockRange;
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
                "second needs 101 bytes, and the shared folder holds 400 of 1000,"
                        + " with 500 more for transfers that are running",
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
        refuses(
                Reason.DISK_FULL,
                "a/film needs 1 byte, and the disk has room for 0 besides the 1152921504606846976 that stay free",
                () -> receive(root, "a/film", 1));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void isNotUsedUpByWhatIsOnlyDeclared() throws Exception {
        Root root = root(100L * Chunks.BYTES);
        byte[] file = random(1, 2 * Chunks.BYTES);
        IncomingFile large = receive(root, "large", 90L * Chunks.BYTES);
        TestFiles.write(large, file, 0, 1);
        receive(root, "other", 95L * Chunks.BYTES).close();
        large.close();
        receive(root, "other", 99L * Chunks.BYTES).close();
        receive(root(100L * Chunks.BYTES), "other", 99L * Chunks.BYTES).close();
        refuses(
                Reason.QUOTA,
                "other needs 103809025 bytes, and the shared folder holds 1048576 of 104857600",
                () -> receive(root, "other", 99L * Chunks.BYTES + 1));
    }

    /** Its last chunk first, which leaves a hole as large as the rest. */
    @Test
    void countsNoHoles() throws Exception {
        Root root = root(100L * Chunks.BYTES);
        byte[] chunk = random(2, Chunks.BYTES);
        try (IncomingFile large = receive(root, "large", 90L * Chunks.BYTES)) {
            assertThat(large.write(89, chunk, chunk.length, TestFiles.hash(chunk, 0)))
                    .isTrue();
        }
        receive(root(100L * Chunks.BYTES), "other", 99L * Chunks.BYTES).close();
    }

    @Test
    void reservesOnlyALittleForEachSource() throws Exception {
        Root root = root(10L * Chunks.BYTES);
        for (int i = 0; i < 9; i++) {
            root.receive(name("film" + i), new FileFacts(6L * Chunks.BYTES, 0644, 0), false, true, 1);
        }
        receive(root, "other", 6L * Chunks.BYTES).close();
        refuses(
                Reason.QUOTA,
                "other needs 6291457 bytes, and the shared folder holds 0 of 10485760,"
                        + " with 4194304 more for transfers that are running",
                () -> receive(root, "other", 6L * Chunks.BYTES + 1));
        root.receive(name("film"), new FileFacts(6L * Chunks.BYTES, 0644, 0), false, true, 2);
        refuses(
                Reason.QUOTA,
                "other needs 2097153 bytes, and the shared folder holds 0 of 10485760,"
                        + " with 8388608 more for transfers that are running",
                () -> receive(root, "other", 2L * Chunks.BYTES + 1));
    }

    @Test
    void endsATransferInTheMiddleAndKeepsItsPart() throws Exception {
        Root root = root(10L * Chunks.BYTES);
        byte[] file = random(3, 8 * Chunks.BYTES);
        IncomingFile first = root.receive(name("first"), new FileFacts(file.length, 0644, 0), false, true, 1);
        IncomingFile second = root.receive(name("second"), new FileFacts(6L * Chunks.BYTES, 0644, 0), false, true, 2);
        TestFiles.write(first, file, 0, 6);
        refuses(
                Reason.QUOTA,
                "first: the shared folder is full, it may hold 10485760 bytes",
                () -> TestFiles.write(first, file, 6, 7));
        first.close();
        TestFiles.write(second, file, 0, 4);
        refuses(
                Reason.QUOTA,
                "second: the shared folder is full, it may hold 10485760 bytes",
                () -> TestFiles.write(second, file, 4, 5));
        second.discard();
        try (IncomingFile again = root.receive(name("first"), new FileFacts(file.length, 0644, 0), false, true, 1)) {
            assertThat(again.held(9)).containsExactly(new BlockRange(0, 6 * Chunks.BLOCKS));
            for (int i = 0; i < 6; i++) {
                assertThat(again.check(i, TestFiles.hash(file, i))).isTrue();
            }
            TestFiles.write(again, file, 6, 8);
            again.finish(TestFiles.root(file));
        }
    }

    @Test
    void givesBackWhatIsReplaced() throws Exception {
        Root root = root(10L * Chunks.BYTES);
        for (int i = 0; i < 5; i++) {
            TestFiles.receive(root, "film", random(i, 4 * Chunks.BYTES), true);
        }
        TestFiles.receive(root, "film", random(5, Chunks.BYTES), true);
        receive(root, "other", 9L * Chunks.BYTES).close();
        refuses(
                Reason.QUOTA,
                "other needs 9437185 bytes, and the shared folder holds 1048576 of 10485760",
                () -> receive(root, "other", 9L * Chunks.BYTES + 1));
    }

    @Test
    void givesBackWhatIsDiscardedOrSwept() throws Exception {
        Root root = root(4L * Chunks.BYTES);
        byte[] file = random(1, 4 * Chunks.BYTES);
        IncomingFile discarded = receive(root, "discarded", file.length);
        TestFiles.write(discarded, file, 0, 3);
        discarded.discard();
        IncomingFile swept = receive(root, "swept", file.length);
        TestFiles.write(swept, file, 0, 3);
        swept.close();
        assertThatThrownBy(() -> receive(root, "other", file.length)).isInstanceOf(RefusedException.class);
        assertThat(root.sweep(Instant.MAX)).isEqualTo(1);
        receive(root, "other", file.length).close();
    }

    @Test
    void countsAChunkThatIsWrittenAgainOnce() throws Exception {
        Root root = root(4L * Chunks.BYTES);
        byte[] file = random(1, 2 * Chunks.BYTES);
        byte[] other = random(2, 2 * Chunks.BYTES);
        IncomingFile incoming = receive(root, "film", file.length);
        for (byte[] content : new byte[][] {file, other, file, other}) {
            assertThat(incoming.check(0, TestFiles.hash(content, 0))).isFalse();
            TestFiles.write(incoming, content, 0, 1);
            incoming.close();
            incoming = receive(root, "film", file.length);
        }
        incoming.close();
        receive(root, "other", 3L * Chunks.BYTES).close();
    }

    /** It is sent again, and lies on the disk until then. */
    @Test
    void countsWhatWasDropped() throws Exception {
        byte[] file = random(1, 4 * Chunks.BYTES);
        byte[] other = random(2, 4 * Chunks.BYTES);
        Root root = root(6L * Chunks.BYTES);
        try (IncomingFile incoming = receive(root, "film", file.length)) {
            TestFiles.write(incoming, file, 0, 4);
        }
        try (IncomingFile incoming = receive(root, "film", file.length)) {
            for (int i = 0; i < 3; i++) {
                assertThat(incoming.check(i, TestFiles.hash(other, i))).isFalse();
            }
        }
        for (Root again : new Root[] {root, root(6L * Chunks.BYTES)}) {
            refuses(
                    Reason.QUOTA,
                    "other needs 2097153 bytes, and the shared folder holds 4194304 of 6291456",
                    () -> receive(again, "other", 2L * Chunks.BYTES + 1));
            receive(again, "other", 2L * Chunks.BYTES).close();
        }
        try (IncomingFile incoming = receive(root, "film", file.length)) {
            TestFiles.write(incoming, other, 0, 3);
        }
        receive(root, "other", 2L * Chunks.BYTES).close();
    }

    @Test
    void countsAPartThatIsNowOfASmallerFile() throws Exception {
        byte[] file = random(1, 4 * Chunks.BYTES);
        Root root = root(6L * Chunks.BYTES);
        try (IncomingFile incoming = receive(root, "film", file.length)) {
            TestFiles.write(incoming, file, 0, 4);
        }
        byte[] smaller = random(2, Chunks.BYTES + 9);
        IncomingFile incoming = receive(root, "film", smaller.length);
        refuses(
                Reason.QUOTA,
                "other needs 2097153 bytes, and the shared folder holds 4194304 of 6291456",
                () -> receive(root, "other", 2L * Chunks.BYTES + 1));
        nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        refuses(
                Reason.QUOTA,
                "other needs 2097153 bytes, and the shared folder holds 4194304 of 6291456",
                () -> receive(root, "other", 2L * Chunks.BYTES + 1));
        TestFiles.write(incoming, smaller, 0, 2);
        incoming.finish(TestFiles.root(smaller));
        incoming.close();
        receive(root, "other", 5L * Chunks.BYTES - 9).close();
    }

    @Test
    void takesALargeFileOfEachOfTwoThatFit() throws Exception {
        Root root = Root.open(folder, Limits.NONE);
        long most = Files.getFileStore(folder).getUsableSpace() / 10 * 7;
        IncomingFile first = receive(root, "first", most);
        receive(root, "second", most).close();
        first.close();
    }

    @Test
    void countsThePacksOfATree() throws Exception {
        Root root = root(1_000);
        byte[] a = random(1, 300);
        byte[] b = random(2, 701);
        byte[] c = random(3, 700);
        byte[] pack = Packs.pack(Packs.file("a", a), a, Packs.file("d/b", b), b, Packs.file("c", c), c);
        assertThat(root.unpack("t", pack, false, true)).containsExactly(Verdict.SAME, Verdict.NO_ROOM, Verdict.SAME);
        refuses(
                Reason.QUOTA,
                "more needs 1 byte, and the shared folder holds 1000 of 1000",
                () -> receive(root, "more", 1));
        byte[] smaller = random(4, 200);
        assertThat(root.unpack("t", Packs.pack(Packs.file("c", smaller), smaller), true, true))
                .as("the new one and the old one are there for a moment")
                .containsExactly(Verdict.NO_ROOM);
        nowNanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
        Files.delete(folder.resolve("t/a"));
        assertThat(root.unpack("t", Packs.pack(Packs.file("c", smaller), smaller), true, true))
                .containsExactly(Verdict.SAME);
        refuses(
                Reason.QUOTA,
                "more needs 801 bytes, and the shared folder holds 200 of 1000",
                () -> receive(root, "more", 801));
        receive(root, "more", 800).close();
    }

    @Test
    void givesBackWhatWasRefusedOfAPack() throws Exception {
        Root root = root(1_000);
        Files.createDirectory(folder.resolve("x"));
        byte[] a = random(1, 900);
        try (IncomingFile other = receive(root, "a", 10)) {
            assertThat(root.unpack("", Packs.pack(Packs.file("a", a), a), true, true))
                    .containsExactly(Verdict.BUSY);
            assertThat(root.unpack("", Packs.pack(Packs.file("x", a), a), true, true))
                    .containsExactly(Verdict.KIND);
            other.discard();
        }
        byte[] wrong = Packs.pack(Packs.file("b", a), a);
        wrong[wrong.length - 1]++;
        assertThat(root.unpack("", wrong, true, true)).containsExactly(Verdict.CHANGED);
        receive(root, "all", 1_000).close();
    }
}
