package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Ended;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** Needs root on Linux, which may mount a disk of a few MiB in memory. */
class FullDiskTest {
    private static final byte[] FILE = random(9, 3 * Chunks.BYTES);

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
}
