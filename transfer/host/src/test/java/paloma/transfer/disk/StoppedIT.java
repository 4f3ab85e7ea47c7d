package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;

/** Another process writes the file, and is stopped as by {@code kill -STOP}. */
class StoppedIT {
    private static final byte[] FILE = random(10, 30 * Chunks.BYTES + 5);
    private static final int CHUNKS = 31;

    @TempDir
    Path folder;

    private ChildProcess writer;

    /** Writes the file chunk by chunk, says each that is written, then publishes it. */
    static final class Writer {
        public static void main(String[] args) throws Exception {
            boolean force = Boolean.parseBoolean(args[1]);
            Root root = Root.open(Path.of(args[0]), Limits.NONE, "a");
            try (IncomingFile incoming = root.receive(name("film"), facts(FILE), force)) {
                for (int i = 0; i < CHUNKS; i++) {
                    TestFiles.write(incoming, FILE, i, i + 1);
                    System.out.println(i);
                }
                incoming.finish(TestFiles.root(FILE));
                System.out.println("finished");
            } catch (RefusedException e) {
                System.out.println(e.reason());
            }
        }
    }

    /** Has a part that ends with a hole made as long as it should be, which opens and closes a second descriptor. */
    static final class Ender {
        public static void main(String[] args) throws Exception {
            Root root = Root.open(Path.of(args[0]), Limits.NONE, "a");
            Leases leases = new Leases("a", System::nanoTime, later -> {});
            Place target = new Place(OpenFolder.byPath(root.folder()), "film");
            Part part = new PartOpener(leases, FileChannel::tryLock).open(target, name("film"), 1 << 20);
            part.end(false);
            System.out.println("ended");
            System.in.read();
        }
    }

    @AfterEach
    void kill() {
        writer.close();
    }

    private void run(Class<?> program, String until, String... more) throws Exception {
        String[] arguments = new String[more.length + 1];
        arguments[0] = folder.toString();
        System.arraycopy(more, 0, arguments, 1, more.length);
        writer = Processes.start(Processes.javaClass(program, arguments));
        awaitLine(until);
    }

    private void awaitLine(String line) throws Exception {
        while (!writer.out().next("").equals(line)) {
            // The next line is of the next chunk.
        }
    }

    private static IncomingFile await(Root root, boolean force) throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                return root.receive(name("film"), facts(FILE), force);
            } catch (HeldException e) {
                assertThat(tries).as("%s", e).isLessThan(100);
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isFollowedAndWritesNothingWhenItWakes(boolean force) throws Exception {
        run(Writer.class, "9", Boolean.toString(force));
        writer.signal("STOP");
        Root root = Root.open(folder, Limits.NONE, "b");
        long start = System.nanoTime();
        try (IncomingFile incoming = await(root, force)) {
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(HeldLease.EXPIRE_NANOS);
            for (int i = 0; i < CHUNKS; i++) {
                boolean held = incoming.check(i, hash(FILE, i));
                assertThat(held || i > 9).as("chunk %s", i).isTrue();
                if (i == 20) {
                    writer.signal("CONT");
                    awaitLine("TAKEN_OVER");
                }
                if (!held) {
                    TestFiles.write(incoming, FILE, i, i + 1);
                }
            }
            incoming.finish(TestFiles.root(FILE));
        }
        writer.awaitExit();
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
        assertThat(names(folder)).containsExactly(".film.paloma-part.lease", "film");
    }

    @Test
    void keepsItsLockWhenItsPartIsMadeLonger() throws Exception {
        run(Ender.class, "ended");
        assertThat(Files.size(folder.resolve(".film.paloma-part"))).isEqualTo(1 << 20);
        Place part = new Place(OpenFolder.byPath(folder), ".film.paloma-part");
        assertThat(PartLock.open(part, FileChannel::tryLock)).isNull();
    }
}
