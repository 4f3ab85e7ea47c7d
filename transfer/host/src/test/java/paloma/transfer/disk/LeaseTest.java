package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;
import static paloma.transfer.disk.TestFiles.write;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** Several servers receive files into one folder. */
class LeaseTest {
    private static final byte[] OTHER = random(2, FILE.length);

    @TempDir
    Path folder;

    private Replica a;
    private Replica b;
    private Replica c;

    @BeforeEach
    void open() throws Exception {
        a = new Replica(folder, "a");
        b = new Replica(folder, "b");
        c = new Replica(folder, "c");
    }

    private Lease lease() throws Exception {
        return LeaseFile.of(new Place(OpenFolder.byPath(folder), "film")).read();
    }

    private static void finish(IncomingFile incoming, byte[] file) throws Exception {
        incoming.finish(TestFiles.root(file));
        incoming.close();
    }

    private static void isTakenOver(String by, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TAKEN_OVER))
                .hasMessage(
                        "film: this server stood still, and another server of this folder, " + by + ", took it over");
    }

    private static void isHeld(boolean mayEnd, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HeldException.class, e -> assertThat(e.mayEnd()).isEqualTo(mayEnd));
    }

    @Test
    void isOfNoConcernToAShortTransfer() throws Exception {
        IncomingFile incoming = a.receive("film", FILE, false);
        a.standStill(999);
        a.tick();
        write(incoming, FILE, 0, 4);
        assertThat(names(folder)).containsExactly(".film.paloma-part", ".film.paloma-part.state");
        finish(incoming, FILE);
        a.live(3);
        assertThat(names(folder)).containsExactly("film");
    }

    @Test
    void isRenewedEachSecondAndGoesWithItsPart() throws Exception {
        try (IncomingFile incoming = a.receive("film", FILE, false)) {
            write(incoming, FILE, 0, 1);
            a.live(1);
            Lease first = lease();
            assertThat(first.replica()).isEqualTo("a");
            assertThat(first.isHeld()).isTrue();
            a.live(1);
            assertThat(lease()).isEqualTo(first.next());
        }
        assertThat(names(folder)).containsExactly(".film.paloma-part", ".film.paloma-part.state");
    }

    @Test
    void isOfNoUseOnceTheHolderHasLetGo() throws Exception {
        IncomingFile incoming = a.receive("film", FILE, false);
        write(incoming, FILE, 0, 2);
        a.live(2);
        Object part = Files.readAttributes(folder.resolve(".film.paloma-part"), "fileKey");
        incoming.close();
        try (IncomingFile next = b.receive("film", FILE, false)) {
            assertThat(Files.readAttributes(folder.resolve(".film.paloma-part"), "fileKey"))
                    .isEqualTo(part);
            assertThat(next.check(1, hash(FILE, 1))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void ofAServerThatStandsStillEndsAfterFourSeconds(int seconds) throws Exception {
        IncomingFile old = a.receive("film", FILE, false);
        write(old, FILE, 0, 2);
        old.save(2, TestFiles.chunk(FILE, 2), 0b101);
        a.live(seconds);
        isHeld(true, () -> b.receive("film", FILE, false));
        b.standStill(3_999);
        isHeld(true, () -> b.receive("film", FILE, false));
        b.standStill(1);
        IncomingFile next = b.receive("film", FILE, false);
        assertThat(next.check(0, hash(FILE, 0))).isTrue();
        assertThat(next.check(1, hash(FILE, 1))).isTrue();
        assertThat(next.check(2, hash(FILE, 2))).isFalse();
        assertThat(next.load(2, new byte[1 << 20], 0b1111)).isEqualTo(0b101);
        isStillOfUse(old, next);
    }

    private void isStillOfUse(IncomingFile old, IncomingFile next) throws Exception {
        assertThat(names(folder))
                .containsExactly(".film.paloma-part.1", ".film.paloma-part.1.state", ".film.paloma-part.lease");
        a.standStill(5_000);
        isTakenOver("b", () -> write(old, FILE, 2, 3));
        isTakenOver("b", () -> old.save(3, TestFiles.chunk(FILE, 3), 1));
        a.tick();
        assertThat(a.lost).hasSize(1);
        old.discard();
        write(next, FILE, 2, 4);
        finish(next, FILE);
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        assertThat(names(folder)).containsExactly(".film.paloma-part.lease", "film");
        assertThat(lease()).isEqualTo(new Lease(1, 0, 0, "b"));
    }

    @Test
    void keepsTheBlocksOfAChunkThatIsNotComplete() throws Exception {
        IncomingFile old = a.receive("film", FILE, false);
        old.save(2, TestFiles.chunk(FILE, 2), 0b101);
        try (IncomingFile next = b.takeOver("film", FILE, false)) {
            byte[] chunk = new byte[1 << 20];
            assertThat(next.load(2, chunk, 0b1111)).isEqualTo(0b101);
            assertThat(chunk).startsWith(Arrays.copyOf(TestFiles.chunk(FILE, 2), 1 << 16));
        }
        old.close();
    }

    @Test
    void keepsTheBlocksOfASmallFile() throws Exception {
        byte[] small = random(3, 300_000);
        IncomingFile old = a.receive("film", small, false);
        old.save(0, small, 0b10011);
        try (IncomingFile next = b.takeOver("film", small, false)) {
            assertThat(next.load(0, new byte[small.length], 0b11111)).isEqualTo(0b10011);
        }
        old.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isFencedByTheNameAlone(boolean force) throws Exception {
        IncomingFile old = a.receive("film", FILE, force);
        write(old, FILE, 0, 4);
        Path part = folder.resolve(".film.paloma-part");
        IncomingFile next = b.takeOver("film", FILE, force);
        // The old one had looked at all that it looks at, and is woken just before it links or renames:
        assertThatThrownBy(() -> Publishing.name(part, folder.resolve("film"), force))
                .isInstanceOf(NoSuchFileException.class);
        for (int i = 0; i < 4; i++) {
            assertThat(next.check(i, hash(FILE, i))).isTrue();
        }
        finish(next, FILE);
        assertThatThrownBy(() -> Publishing.name(part, folder.resolve("film"), force))
                .isInstanceOf(NoSuchFileException.class);
        isTakenOver("b", () -> old.finish(TestFiles.root(FILE)));
        old.close();
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neverHasTheSameNumberAgain(boolean force) throws Exception {
        IncomingFile old = a.receive("film", FILE, force);
        write(old, FILE, 0, 4);
        IncomingFile next = b.takeOver("film", FILE, force);
        write(next, FILE, 0, 4);
        finish(next, FILE);
        Files.delete(folder.resolve("film"));
        try (IncomingFile another = c.receive("film", OTHER, force)) {
            write(another, OTHER, 0, 2);
            assertThat(folder.resolve(".film.paloma-part.1")).exists();
            assertThat(folder.resolve(".film.paloma-part")).doesNotExist();
            isTakenOver("c", () -> {
                c.live(1);
                old.finish(TestFiles.root(FILE));
            });
            old.close();
            assertThat(folder.resolve("film")).doesNotExist();
            write(another, OTHER, 2, 4);
            another.finish(TestFiles.root(OTHER));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(OTHER);
    }

    @Test
    void isKeptByWhoLivesAndWorks() throws Exception {
        try (IncomingFile incoming = a.receive("film", FILE, false)) {
            for (int i = 0; i < 3; i++) {
                isHeld(true, () -> b.receive("film", FILE, false));
                a.live(1);
                b.standStill(1_000);
            }
            isHeld(true, () -> b.receive("film", FILE, false));
            a.live(1);
            isHeld(false, () -> b.receive("film", FILE, false));
            assertThatThrownBy(() -> b.receive("film", FILE, false))
                    .hasMessage("film is being written by a client of replica a");
            assertThat(a.wanted).isNotEmpty().containsOnly(incoming);
            b.standStill(2_000);
            isHeld(true, () -> b.receive("film", FILE, false));
            write(incoming, FILE, 0, 4);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(names(folder)).containsExactly("film");
    }
}
