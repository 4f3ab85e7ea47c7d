package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;

class PresentFileTest {
    private static final byte[] FILE = random(6, Chunks.BYTES + 9);

    @TempDir
    Path folder;

    private Root root;

    @BeforeEach
    void receiveOnce() throws Exception {
        root = Root.open(folder, Limits.NONE);
        TestFiles.receive(root, "film", FILE, false);
    }

    private IncomingFile again() throws RefusedException {
        return root.receive(name("film"), facts(FILE), false);
    }

    @Test
    void isHeldAndOnlyCompared() throws Exception {
        Object before = Files.readAttributes(folder.resolve("film"), "unix:ino,ctime");
        try (IncomingFile incoming = again()) {
            assertThat(incoming.held(9)).containsExactly(new BlockRange(0, 17));
            assertThat(incoming.check(0, hash(FILE, 0))).isTrue();
            assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE))).isInstanceOf(IllegalStateException.class);
            assertThat(TestFiles.write(incoming, FILE, 1)).isTrue();
            assertThatThrownBy(() -> incoming.finish(hash(FILE, 0))).isInstanceOf(RefusedException.class);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat((Object) Files.readAttributes(folder.resolve("film"), "unix:ino,ctime"))
                .isEqualTo(before);
    }

    @Test
    void isRefusedWhenItOnlyLooksTheSame() throws Exception {
        byte[] other = FILE.clone();
        other[Chunks.BYTES] ^= 1;
        try (IncomingFile incoming = again()) {
            assertThat(incoming.check(0, hash(other, 0))).isTrue();
            assertThatThrownBy(() -> incoming.check(1, hash(other, 1)))
                    .hasMessage("film exists already; --force replaces it");
            assertThatThrownBy(() -> TestFiles.write(incoming, other, 1)).isInstanceOf(RefusedException.class);
            assertThat(incoming.write(1, TestFiles.chunk(other, 1), 9, hash(FILE, 1)))
                    .isFalse();
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void isRefusedAtOnceWhenItHasAnotherSize() {
        FileFacts shorter = new FileFacts(FILE.length - 1, 0644, TestFiles.MODIFIED_NANOS);
        assertThatThrownBy(() -> root.receive(name("film"), shorter, false))
                .hasMessage("film exists already; --force replaces it");
    }

    @ParameterizedTest
    @CsvSource({"1700000000123456790,640", "1700000000123456789,604", "-1000000000,755", "0,0"})
    void getsTheTimeAndThePermissionsThatAreSent(long nanos, String mode) throws Exception {
        Object before = Files.getAttribute(folder.resolve("film"), "unix:ino");
        FileFacts facts = new FileFacts(FILE.length, Integer.parseInt(mode, 8), nanos);
        try (IncomingFile incoming = root.receive(name("film"), facts, false)) {
            assertThat(incoming.check(0, hash(FILE, 0))).isTrue();
            assertThat(incoming.check(1, hash(FILE, 1))).isTrue();
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(Files.getLastModifiedTime(folder.resolve("film")).to(TimeUnit.NANOSECONDS))
                .isEqualTo(nanos);
        assertThat(Files.getAttribute(folder.resolve("film"), "unix:ino")).isEqualTo(before);
        assertThat((int) Files.getAttribute(folder.resolve("film"), "unix:mode") & 07777)
                .isEqualTo(Integer.parseInt(mode, 8));
    }

    @Test
    void keepsItsPermissionsWhereTheSenderGivesNone() throws Exception {
        FileFacts facts = new FileFacts(FILE.length, FileFacts.NO_MODE, 7);
        try (IncomingFile incoming = root.receive(name("film"), facts, false)) {
            incoming.check(0, hash(FILE, 0));
            incoming.check(1, hash(FILE, 1));
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat((int) Files.getAttribute(folder.resolve("film"), "unix:mode") & 07777)
                .isEqualTo(facts(FILE).mode());
    }
}
