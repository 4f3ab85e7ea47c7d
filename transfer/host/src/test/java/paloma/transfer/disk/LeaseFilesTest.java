package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.name.FileName;
import paloma.transfer.name.PartNames;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** What lies beside a part for the sake of its lease. */
class LeaseFilesTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant BEFORE = Instant.parse("2021-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Replica a;
    private Replica b;

    @BeforeEach
    void open() throws Exception {
        a = new Replica(folder, "a");
        b = new Replica(folder, "b");
    }

    private void age() throws IOException {
        for (String name : names(folder)) {
            Files.setLastModifiedTime(folder.resolve(name), FileTime.from(LONG_AGO));
        }
    }

    private LeaseFile lease(String last) {
        return LeaseFile.of(new Place(OpenFolder.byPath(folder), last));
    }

    @Test
    void isTextThatAPersonCanRead() {
        Lease lease = new Lease(3, 0x5d1f0a9b3c7e2244L, 17, "Kölle");
        byte[] bytes = lease.encode().array();
        assertThat(bytes).hasSize(512);
        assertThat(new String(bytes, StandardCharsets.UTF_8).strip())
                .isEqualTo("paloma lease v 1\nnumber 3\nholder 5d1f0a9b3c7e2244\nbeat 17\nreplica Kölle");
        assertThat(Lease.decode(bytes, 512)).isEqualTo(lease);
        int text = new String(bytes, StandardCharsets.ISO_8859_1).strip().length() + 1;
        for (int length = 0; length <= text; length++) {
            assertThat(Lease.decode(bytes, length)).isEqualTo(length == text ? lease : Lease.NONE);
        }
    }

    @Test
    void isNoneWhateverElseIsThere() throws Exception {
        byte[] bytes = new Lease(3, 1, 17, "b").encode().array();
        for (int i = 0; i < 17; i++) {
            byte[] other = bytes.clone();
            other[i]++;
            assertThat(Lease.decode(other, 512)).isEqualTo(Lease.NONE);
        }
        Path path = Files.createDirectory(folder.resolve(".film.paloma-part.lease"));
        assertThat(lease("film").read()).isEqualTo(Lease.NONE);
        Files.delete(path);
        Files.createSymbolicLink(path, Files.write(folder.resolve("elsewhere"), bytes));
        assertThat(lease("film").read()).isEqualTo(Lease.NONE);
        try (IncomingFile incoming = a.receive("film", FILE, false)) {
            write(incoming, FILE, 0, 4);
            a.live(3);
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("elsewhere")).hasBinaryContent(bytes);
    }

    static Stream<String> longNames() {
        return IntStream.of(1, 200, 220, 221, 222, 236, 237, 255).mapToObj("x"::repeat);
    }

    @ParameterizedTest
    @MethodSource("longNames")
    void hasANameHoweverLongTheFilesIs(String last) throws Exception {
        for (String any : new String[] {
            PartNames.part(last, PartNames.MAX_NUMBER),
            PartNames.stateOf(PartNames.fenced(last, PartNames.MAX_NUMBER)),
            PartNames.lease(PartNames.key(last)),
            PartNames.wanted(PartNames.key(last))
        }) {
            assertThat(any.length()).isLessThanOrEqualTo(255);
            assertThat(PartNames.isOurs(any)).as(any).isTrue();
            assertThat(PartNames.keyOf(any)).isEqualTo(PartNames.key(last));
        }
        assertThat(PartNames.keyOf(PartNames.part(last))).isEqualTo(PartNames.key(last));
        IncomingFile old = a.receive(last, FILE, false);
        write(old, FILE, 0, 2);
        a.live(1);
        try (IncomingFile next = b.takeOver(last, FILE, false)) {
            assertThat(next.check(1, hash(FILE, 1))).isTrue();
            write(next, FILE, 0, 4);
            next.finish(TestFiles.root(FILE));
        }
        old.close();
        assertThat(folder.resolve(last)).hasBinaryContent(FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "film.paloma-part.lease",
                "film.PALOMA-PART.wanted",
                "film.paloma-part.7",
                "film.paloma-part.0.fenced",
                "film.paloma-part.12.fenced.state"
            })
    void hasNamesThatNoFileHas(String text) {
        assertThatThrownBy(() -> FileName.parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("reserved for unfinished transfers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"film.paloma-part.x", "film.paloma-part.01", "film.lease", "film.paloma-part.lease.txt"})
    void leavesAllOtherNamesToFiles(String text) throws Exception {
        assertThat(FileName.parse(text).text()).isEqualTo(text);
    }

    @Test
    void isNotListed() throws Exception {
        IncomingFile old = a.receive("film", FILE, false);
        write(old, FILE, 0, 1);
        IncomingFile next = b.takeOver("film", FILE, false);
        Files.createFile(folder.resolve(".film.paloma-part.wanted"));
        List<Listing.LeftOut> leftOut = new ArrayList<>();
        try (OutgoingFile list = b.root.list("", true, false)) {
            Listing.read(
                    TestFiles.stream(list),
                    entry -> assertThat(entry).as("shown").isNull(),
                    leftOut::add);
        }
        assertThat(leftOut).hasSize(1); // the part
        next.close();
        old.close();
    }

    @Test
    void isSweptWithTheOldPart() throws Exception {
        IncomingFile old = a.receive("film", FILE, false);
        write(old, FILE, 0, 2);
        a.live(1);
        IncomingFile next = b.takeOver("film", FILE, false);
        b.live(1);
        old.close();
        age();
        b.root.sweep(BEFORE);
        new Replica(folder, "c").root.sweep(BEFORE);
        assertThat(names(folder))
                .containsExactly(".film.paloma-part.1", ".film.paloma-part.1.state", ".film.paloma-part.lease");
        next.close();
        age();
        b.root.sweep(BEFORE);
        b.root.sweep(BEFORE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isKeptForItsNumberUntilItIsOld() throws Exception {
        lease("film").replace(new Lease(4, 0, 0, "b"));
        b.root.sweep(BEFORE);
        assertThat(lease("film").read().number()).isEqualTo(4);
        age();
        b.root.sweep(BEFORE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isForgottenWithTheFile() throws Exception {
        IncomingFile old = a.receive("film", FILE, false);
        write(old, FILE, 0, 2);
        b.takeOver("film", FILE, false).close();
        old.close();
        assertThat(b.root.kept(name("film"))).isEqualTo(2L << 20);
        b.root.forget(name("film"));
        assertThat(names(folder)).containsExactly(".film.paloma-part.lease");
        assertThat(b.root.kept(name("film"))).isZero();
    }

    @Test
    void isAllThereIsWhereThereAreNoLocks() throws Exception {
        PartLock.Locks none = channel -> {
            throw new IOException("No locks available");
        };
        Replica first = new Replica(folder, "first", Limits.NONE, none);
        Replica second = new Replica(folder, "second", Limits.NONE, none);
        IncomingFile incoming = first.receive("film", FILE, false);
        write(incoming, FILE, 0, 2);
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> second.receive("film", FILE, false)).isInstanceOf(HeldException.class);
            first.live(1);
            second.standStill(1_000);
        }
        incoming.close();
        IncomingFile next = second.receive("film", FILE, false);
        assertThat(next.check(1, hash(FILE, 1))).isTrue();
        IncomingFile third = first.takeOver("film", FILE, false); // of a killed one it is not known either
        assertThat(third.check(1, hash(FILE, 1))).isTrue();
        assertThatThrownBy(() -> next.finish(TestFiles.root(FILE))).isInstanceOf(IllegalStateException.class);
        second.standStill(5_000);
        assertThatThrownBy(() -> write(next, FILE, 2, 4))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TAKEN_OVER));
        next.close();
        assertThat(third.check(0, hash(FILE, 0))).isTrue();
        write(third, FILE, 2, 4);
        third.finish(TestFiles.root(FILE));
        third.close();
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        assertThat(Arrays.asList("film", ".film.paloma-part.lease")).containsAll(names(folder));
    }

    @Test
    void meansThatOthersFillTheFolderToo() throws Exception {
        Limits limits = new Limits(Long.MAX_VALUE, 1_000, 0);
        Replica first = new Replica(folder, "first", limits, channel -> channel.tryLock());
        Replica second = new Replica(folder, "second", limits, channel -> channel.tryLock());
        TestFiles.receive(first.root, "a", new byte[10], false);
        TestFiles.receive(second.root, "b", new byte[900], false);
        first.standStill(11_000);
        assertThatThrownBy(() -> TestFiles.receive(first.root, "c", new byte[200], false))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.QUOTA));
    }

    @Test
    void countsNothingForTheRoomOfTheFolder() throws Exception {
        Limits limits = new Limits(Long.MAX_VALUE, FILE.length + 100L, 0);
        Replica first = new Replica(folder, "first", limits, channel -> channel.tryLock());
        Replica second = new Replica(folder, "second", limits, channel -> channel.tryLock());
        IncomingFile old = first.receive("film", FILE, false);
        write(old, FILE, 0, 3);
        first.live(1);
        IncomingFile next = second.takeOver("film", FILE, false);
        assertThat(next.check(2, hash(FILE, 2))).isTrue();
        next.check(0, hash(FILE, 0));
        next.check(1, hash(FILE, 1));
        write(next, FILE, 3, 4);
        next.finish(TestFiles.root(FILE));
        next.close();
        old.close();
        assertThat(FolderSize.of(folder, Set.of())).isEqualTo(FILE.length);
        second.receive("little", new byte[100], false).close();
    }
}
