package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.write;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** Servers that take over at once, or die, or stand still while they do. */
class TakeOverRaceTest {
    private static final String PART = ".film.paloma-part";

    @TempDir
    Path folder;

    private Replica a;
    private IncomingFile old;

    @BeforeEach
    void begin() throws Exception {
        a = new Replica(folder, "a");
        old = a.receive("film", FILE, false);
        write(old, FILE, 0, 3);
        a.live(2);
    }

    private static void hasAll(IncomingFile file, int chunks) throws Exception {
        for (int i = 0; i < chunks; i++) {
            assertThat(file.check(i, hash(FILE, i))).as("chunk %s", i).isTrue();
        }
    }

    private void finishes(IncomingFile file) throws Exception {
        for (int i = 0; i < 4; i++) {
            if (!file.check(i, hash(FILE, i))) {
                write(file, FILE, i, i + 1);
            }
        }
        file.finish(TestFiles.root(FILE));
        file.close();
        old.close();
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        assertThat(names(folder)).containsExactly(PART + ".lease", "film");
    }

    private Replica waiting(String name) throws Exception {
        Replica replica = new Replica(folder, name);
        assertThatThrownBy(() -> replica.receive("film", FILE, false)).isInstanceOf(HeldException.class);
        replica.standStill(4_000);
        return replica;
    }

    @RepeatedTest(10)
    void areFollowedByOneOnly() throws Exception {
        CyclicBarrier start = new CyclicBarrier(3);
        List<Callable<IncomingFile>> takers = new ArrayList<>();
        for (String name : List.of("b", "c", "d")) {
            Replica replica = waiting(name);
            takers.add(() -> {
                start.await(10, TimeUnit.SECONDS);
                try {
                    return replica.receive("film", FILE, false);
                } catch (HeldException e) {
                    return null;
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<IncomingFile> taken = new ArrayList<>();
        try {
            for (Future<IncomingFile> taker : threads.invokeAll(takers)) {
                if (taker.get() != null) {
                    taken.add(taker.get());
                }
            }
        } finally {
            threads.shutdown();
        }
        assertThat(taken).hasSize(1);
        hasAll(taken.get(0), 3);
        finishes(taken.get(0));
    }

    @Test
    void mayDieBeforeItsLeaseIsWritten() throws Exception {
        Files.writeString(folder.resolve(PART + ".1"), "begun");
        Files.writeString(folder.resolve(PART + ".1.state"), "begun");
        IncomingFile next = waiting("b").receive("film", FILE, false);
        hasAll(next, 3);
        finishes(next);
    }

    @Test
    void mayDieBeforeThePartIsFenced() throws Exception {
        Files.createFile(folder.resolve(PART + ".1"));
        lease().replace(new Lease(1, 5, 0, "dead"));
        IncomingFile next = new Replica(folder, "c").receive("film", FILE, false);
        hasAll(next, 3);
        finishes(next);
    }

    @Test
    void mayDieBetweenThePartAndItsState() throws Exception {
        Files.createFile(folder.resolve(PART + ".1"));
        lease().replace(new Lease(1, 5, 0, "dead"));
        Files.move(folder.resolve(PART + ".state"), folder.resolve(PART + ".0.fenced.state"));
        IncomingFile next = new Replica(folder, "c").receive("film", FILE, false);
        hasAll(next, 3);
        finishes(next);
    }

    @Test
    void mayDieInTheMiddleOfTheCopying() throws Exception {
        lease().replace(new Lease(1, 5, 0, "dead"));
        Files.move(folder.resolve(PART), folder.resolve(PART + ".0.fenced"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(folder.resolve(PART + ".state"), folder.resolve(PART + ".0.fenced.state"));
        IncomingFile next = new Replica(folder, "c").receive("film", FILE, false);
        hasAll(next, 3);
        finishes(next);
    }

    @Test
    void mayStandStillItself() throws Exception {
        IncomingFile second = waiting("b").receive("film", FILE, false);
        hasAll(second, 3);
        write(second, FILE, 3, 4);
        Replica c = new Replica(folder, "c");
        IncomingFile third = c.takeOver("film", FILE, false);
        hasAll(third, 4);
        assertThatThrownBy(() -> second.finish(TestFiles.root(FILE)))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TAKEN_OVER));
        second.close();
        finishes(third);
    }

    @Test
    void mayStandStillBeforeItsLeaseIsWritten() throws Exception {
        Place next = new Place(OpenFolder.byPath(folder), PART + ".1");
        try (PartLock stopped = PartLock.open(next, channel -> channel.tryLock())) {
            assertThat(stopped).isNotNull();
            Replica c = waiting("c");
            assertThatThrownBy(() -> c.receive("film", FILE, false)).isInstanceOf(HeldException.class);
            c.standStill(4_000);
            IncomingFile third = c.receive("film", FILE, false);
            hasAll(third, 3);
            third.close();
        }
        old.close();
    }

    @Test
    void leavesTheFileToWhoPublishesItJustBeforeItIsFenced() throws Exception {
        write(old, FILE, 3, 4);
        Replica b = waiting("b");
        Files.createLink(
                folder.resolve("film"), folder.resolve(PART)); // and stood still before it removed the other name
        assertThatThrownBy(() -> b.root.receive(TestFiles.name("film"), TestFiles.facts(TestFiles.random(9, 9)), true))
                .isInstanceOfSatisfying(
                        HeldException.class, e -> assertThat(e.mayEnd()).isTrue());
        try (IncomingFile there = b.receive("film", FILE, false)) {
            hasAll(there, 4);
            there.finish(TestFiles.root(FILE));
        }
        old.close();
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void isNoticedByWhoLivedAndWasOnlySlow() throws Exception {
        IncomingFile next = waiting("b").receive("film", FILE, false);
        a.live(1);
        assertThat(a.lost)
                .containsExactly("film: this server stood still, and another server of this folder, b, took it over");
        assertThat(lease().read().replica()).isEqualTo("b");
        finishes(next);
    }

    @Test
    void isMadeAgainWhereItVanished() throws Exception {
        Replica b = waiting("b");
        IncomingFile next = b.receive("film", FILE, false);
        Files.delete(folder.resolve(PART + ".lease"));
        b.live(1);
        assertThat(lease().read().number()).isEqualTo(1);
        finishes(next);
    }

    private LeaseFile lease() {
        return LeaseFile.of(new Place(OpenFolder.byPath(folder), "film"));
    }
}
