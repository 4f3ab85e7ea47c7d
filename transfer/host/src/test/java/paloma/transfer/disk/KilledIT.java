package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;
import paloma.transfer.Chunks;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** Another process writes the file, and is killed as by {@code kill -9}. */
class KilledIT {
    private static final byte[] FILE = random(10, 40 * Chunks.BYTES + 5);
    private static final int CHUNKS = 41;
    private static final byte[] SHORT = random(11, 900_000);

    @TempDir
    Path folder;

    private ChildProcess writer;

    /** Writes the file for ever, from the last chunk to the first, and says each that is written. */
    static final class Writer {
        public static void main(String[] args) throws Exception {
            IncomingFile incoming = Root.open(Path.of(args[0]), Limits.NONE).receive(name("film"), facts(FILE), false);
            for (int i = CHUNKS - 1; i >= 0; i--) {
                TestFiles.write(incoming, FILE, i, i + 1);
                System.out.println(i);
            }
            System.in.read();
        }
    }

    /** Saves the blocks of the only chunk of a file one by one, and says each that is saved. */
    static final class Saver {
        public static void main(String[] args) throws Exception {
            IncomingFile incoming = Root.open(Path.of(args[0]), Limits.NONE).receive(name("film"), facts(SHORT), false);
            for (int block = 0; block < 13; block++) {
                incoming.save(0, SHORT, 1 << block);
                System.out.println(block);
            }
            System.in.read();
        }
    }

    private void writeUntil(int chunk) throws Exception {
        runUntil(Writer.class, chunk);
    }

    private void runUntil(Class<?> program, int line) throws Exception {
        writer = Processes.start(Processes.javaClass(program, folder.toString()));
        while (!writer.out().next("").equals(Integer.toString(line))) {
            // The next line is of the next chunk or block.
        }
    }

    @AfterEach
    void kill() {
        writer.close();
    }

    @Test
    void leavesWhatAnotherProcessGoesOnFrom() throws Exception {
        writeUntil(30);
        kill();
        Root root = Root.open(folder, Limits.NONE);
        try (IncomingFile incoming = root.receive(name("film"), facts(FILE), false)) {
            assertThat(incoming.held(1).get(0).count()).isGreaterThan(10);
            for (int i = 0; i < CHUNKS; i++) {
                boolean held = incoming.check(i, hash(FILE, i));
                assertThat(held || i < 30).as("chunk %s", i).isTrue();
                if (!held) {
                    TestFiles.write(incoming, FILE, i, i + 1);
                }
            }
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(FILE);
    }

    @Test
    void leavesTheBlocksOfAChunkThatIsNotComplete() throws Exception {
        runUntil(Saver.class, 9);
        kill();
        Root root = Root.open(folder, Limits.NONE);
        byte[] chunk = new byte[Chunks.BYTES];
        try (IncomingFile incoming = root.receive(name("film"), facts(SHORT), false)) {
            long held = incoming.held(1).get(0).count();
            assertThat(held).isBetween(10L, 13L);
            int blocks = (1 << held) - 1;
            assertThat(incoming.load(0, chunk, blocks)).isEqualTo(blocks);
            assertThat(Arrays.copyOf(chunk, 10 * Chunks.BLOCK_BYTES))
                    .isEqualTo(Arrays.copyOf(SHORT, 10 * Chunks.BLOCK_BYTES));
            TestFiles.write(incoming, SHORT, 0, 1);
            incoming.finish(TestFiles.root(SHORT));
        }
        assertThat(folder.resolve("film")).hasBinaryContent(SHORT);
        assertThat(TestFiles.names(folder)).containsExactly("film");
    }

    @Test
    void keepsOthersFromItsFileUntilThen() throws Exception {
        writeUntil(0);
        Root root = Root.open(folder, Limits.NONE);
        assertThatThrownBy(() -> root.receive(name("film"), facts(FILE), true))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
        Instant longAgo = Instant.EPOCH;
        for (String last : new String[] {".film.paloma-part", ".film.paloma-part.state"}) {
            Files.setLastModifiedTime(folder.resolve(last), FileTime.from(longAgo));
        }
        assertThat(root.sweep(longAgo.plusSeconds(1))).isZero();
        kill();
        assertThat(root.sweep(longAgo.plusSeconds(1))).isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }
}
