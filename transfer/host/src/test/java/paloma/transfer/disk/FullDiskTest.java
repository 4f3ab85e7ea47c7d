package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.Packs.file;
import static paloma.transfer.disk.Packs.pack;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Ended;
import paloma.transfer.Chunks;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.Reason;

/** Needs root on Linux, which may mount a disk of a few MiB in memory. */
class FullDiskTest {
    private static final byte[] FILE = random(9, 3 * Chunks.BYTES);
    private static final byte[] FILE_A = random(3, 5_000);

    @TempDir
    Path folder;

    private boolean mounted;
    private Root root;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString());
        assumeThat(mounted).as("a small disk can be mounted").isTrue();
        root = Root.open(folder, Limits.NONE);
    }

    @AfterEach
    void unmount() throws Exception {
        assertThat(!mounted || run("umount", folder.toString())).isTrue();
    }

    private static boolean run(String... command) throws Exception {
        return Ended.of(command).exitCode() == 0;
    }

    private static void refuses(Reason reason, String sentence, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessage(sentence)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void isSaidBeforeAnythingComes() {
        assertThatThrownBy(() -> root.receive(name("film"), facts(new byte[5 << 20]), false))
                .message()
                .matches("film needs 5242880 bytes, and the disk has room for 41\\d{5}");
    }

    @Test
    void isSaidWhenItFillsMeanwhileAndTheRestCanFollow() throws Exception {
        Path other = folder.resolve("other");
        try (IncomingFile incoming = root.receive(name("film"), facts(FILE), false)) {
            TestFiles.write(incoming, FILE, 0, 1);
            Files.write(other, new byte[(2 << 20) + 4_096]);
            refuses(Reason.DISK_FULL, "film: the disk is full", () -> TestFiles.write(incoming, FILE, 1, 3));
        }
        Files.delete(other);
        try (IncomingFile incoming = root.receive(name("film"), facts(FILE), false)) {
            assertThat(incoming.check(0, TestFiles.hash(FILE, 0))).isTrue();
            TestFiles.write(incoming, FILE, 1, 3);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void isSaidWhenItMayOnlyBeRead() throws Exception {
        assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
        refuses(Reason.PERMISSION, "film: Read-only file system", () -> root.receive(name("film"), facts(FILE), false));
    }

    @Test
    void isTheVerdictOfWhatDoesNotFit() throws Exception {
        Files.write(folder.resolve("other"), new byte[(3 << 20) + (768 << 10)]);
        byte[] large = random(1, 200_000);
        byte[] small = random(2, 20_000);
        byte[] pack = pack(
                file("a", large), large, file("d/b", large), large, file("c", small), small, file("e", large), large);
        assertThat(root.unpack("t", pack, false, true))
                .containsExactly(Verdict.SAME, Verdict.NO_ROOM, Verdict.SAME, Verdict.NO_ROOM);
        assertThat(names(folder)).containsExactly("other", "t", "t/a", "t/c");
        Files.delete(folder.resolve("other"));
        assertThat(root.unpack("t", pack, false, true)).containsOnly(Verdict.SAME);
        assertThat(folder.resolve("t/e")).hasBinaryContent(large);
    }

    /** The disk itself says so: it has room for bytes, and none for names. */
    @Test
    void isTheVerdictOfWhatGetsNoName() throws Exception {
        assertThat(run("mount", "-o", "remount,nr_inodes=8", folder.toString())).isTrue();
        byte[] small = random(2, 20_000);
        List<Object> entries = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            entries.add(file(i < 7 ? "f" + i : "d/f" + i, small));
            entries.add(small);
        }
        entries.add(Packs.link("l", "f1"));
        entries.add(Packs.folder("g"));
        List<Verdict> verdicts = root.unpack("", pack(entries.toArray()), false, true);
        long done = verdicts.stream().filter(Verdict.SAME::equals).count();
        assertThat(done).isBetween(4L, 7L);
        assertThat(verdicts).containsOnly(Verdict.SAME, Verdict.NO_ROOM);
        assertThat(names(folder)).hasSize((int) done).noneMatch(FileName::isUnfinished);
    }

    @Test
    void isTheVerdictOfAllWhereItMayOnlyBeRead() throws Exception {
        root.unpack("", pack(file("a", FILE_A), FILE_A), false, true);
        assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
        byte[] pack =
                pack(file("a", FILE_A), FILE_A, file("b", FILE_A), FILE_A, Packs.link("l", "a"), Packs.folder("d"));
        assertThat(root.unpack("", pack, true, true))
                .containsExactly(Verdict.SAME, Verdict.PERMISSION, Verdict.PERMISSION, Verdict.PERMISSION);
    }
}
