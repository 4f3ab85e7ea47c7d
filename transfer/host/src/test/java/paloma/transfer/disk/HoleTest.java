package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;
import static paloma.transfer.disk.TestFiles.write;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.Chunks;
import paloma.transfer.ZeroChunk;
import paloma.transfer.wire.FileFacts;

/** Chunks of zeros take up no room. */
class HoleTest {
    private static final long GIB = 1L << 30;

    /** Chunks 0 and 2 are data, 1 and 3 are zeros. */
    private static final byte[] FILE = holey(3 * Chunks.BYTES + 700_000);

    @TempDir
    Path folder;

    private Root root;

    @BeforeEach
    void open() throws Exception {
        root = Root.open(folder, Limits.NONE);
    }

    private static byte[] holey(int length) {
        byte[] file = random(5, length);
        Arrays.fill(file, Chunks.BYTES, 2 * Chunks.BYTES, (byte) 0);
        Arrays.fill(file, 3 * Chunks.BYTES, length, (byte) 0);
        return file;
    }

    private IncomingFile receive(byte[] file, boolean force) throws Exception {
        return root.receive(name("disk"), TestFiles.facts(file), force);
    }

    private long roomOf(String last) throws Exception {
        Process du =
                new ProcessBuilder("du", "--block-size=1", folder.resolve(last).toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assumeThat(du.waitFor()).as("there is a du that tells bytes").isZero();
        return Long.parseLong(said.split("\\s")[0]);
    }

    @Test
    void areHolesOnTheDisk() throws Exception {
        try (IncomingFile incoming = receive(FILE, false)) {
            assertThat(incoming.zero(1, hash(FILE, 1))).isTrue();
            write(incoming, FILE, 0, 1);
            write(incoming, FILE, 2, 3);
            assertThat(incoming.zero(3, hash(FILE, 3))).isTrue();
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("disk")).hasBinaryContent(FILE);
        assertThat(roomOf("disk")).isBetween(2L * Chunks.BYTES, 2L * Chunks.BYTES + 65_536);
    }

    @Test
    void areHolesAlsoWhereTheyAreSent() throws Exception {
        byte[] file = FILE.clone();
        Arrays.fill(file, 2 * Chunks.BYTES + 8_192, 3 * Chunks.BYTES, (byte) 0);
        try (IncomingFile incoming = receive(file, false)) {
            write(incoming, file, 0, 4);
            incoming.finish(TestFiles.root(file));
        }
        assertThat(folder.resolve("disk")).hasBinaryContent(file);
        assertThat(roomOf("disk")).isLessThan(Chunks.BYTES + 65_536L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4_097, Chunks.BYTES, 5L * Chunks.BYTES + 3})
    void canBeAllOfAFile(long size) throws Exception {
        byte[] file = new byte[(int) size];
        try (IncomingFile incoming = receive(file, false)) {
            for (int index = 0; index < Chunks.count(size); index++) {
                assertThat(incoming.zero(index, hash(file, index))).isTrue();
            }
            incoming.finish(TestFiles.root(file));
        }
        assertThat(folder.resolve("disk")).hasBinaryContent(file);
        assertThat(roomOf("disk")).isLessThan(8_192);
    }

    @Test
    void areRefusedUnderAnotherHash() throws Exception {
        try (IncomingFile incoming = receive(FILE, false)) {
            assertThat(incoming.zero(0, hash(FILE, 0))).isFalse();
            assertThat(incoming.zero(3, ZeroChunk.hash(Chunks.BYTES))).isFalse();
            assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE))).hasMessage("0 of 4 chunks are verified");
        }
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void replaceWhatAnEarlierTransferWroteThere() throws Exception {
        byte[] other = random(9, FILE.length);
        try (IncomingFile incoming = receive(other, false)) {
            write(incoming, other, 0, 2);
            incoming.save(2, TestFiles.chunk(other, 2), 0b110);
        }
        try (IncomingFile incoming = receive(FILE, false)) {
            assertThat(incoming.zero(1, hash(FILE, 1))).isTrue();
            write(incoming, FILE, 0, 1);
            write(incoming, FILE, 2, 3);
            assertThat(incoming.zero(3, hash(FILE, 3))).isTrue();
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("disk")).hasBinaryContent(FILE);
    }

    @Test
    void leaveNoRubbishWhereAChunkIsWrittenOverAnother() throws Exception {
        byte[] other = random(9, FILE.length);
        byte[] late = FILE.clone();
        Arrays.fill(late, 4_096, Chunks.BYTES, (byte) 0);
        try (IncomingFile incoming = receive(late, false)) {
            incoming.save(0, TestFiles.chunk(other, 0), 0xFFFF);
            write(incoming, late, 0, 4);
            incoming.finish(TestFiles.root(late));
        }
        assertThat(folder.resolve("disk")).hasBinaryContent(late);
    }

    @Test
    void stayHolesWhenTheyAreTakenFromAnOldVersion() throws Exception {
        areHolesOnTheDisk();
        byte[] file = FILE.clone();
        file[0] ^= 1;
        try (IncomingFile incoming = receive(file, true)) {
            write(incoming, file, 0, 1);
            for (int index = 1; index < 4; index++) {
                assertThat(incoming.check(index, hash(file, index))).isTrue();
            }
            incoming.finish(TestFiles.root(file));
        }
        assertThat(folder.resolve("disk")).hasBinaryContent(file);
        assertThat(roomOf("disk")).isLessThan(2L * Chunks.BYTES + 65_536);
    }

    @Test
    void areResumedFrom() throws Exception {
        try (IncomingFile incoming = receive(FILE, false)) {
            assertThat(incoming.zero(1, hash(FILE, 1))).isTrue();
            write(incoming, FILE, 2, 3);
        }
        try (IncomingFile incoming = receive(FILE, false)) {
            assertThat(incoming.check(1, hash(FILE, 1))).isTrue();
            assertThat(incoming.check(2, hash(FILE, 2))).isTrue();
            write(incoming, FILE, 0, 1);
            assertThat(incoming.zero(3, hash(FILE, 3))).isTrue();
            incoming.finish(TestFiles.root(FILE));
        }
        assertThat(folder.resolve("disk")).hasBinaryContent(FILE);
    }

    @Test
    void areToldBeforeTheyAreRead() throws Exception {
        Path sparse = folder.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.write(FILE, 0, 5_000);
            file.setLength(GIB + 1);
        }
        try (OutgoingFile outgoing = OutgoingFile.open(sparse)) {
            assertThat(outgoing.facts().sparse()).isTrue();
            assertThat(outgoing.isHole(0)).isFalse();
            assertThat(outgoing.isHole(1)).isTrue();
            assertThat(outgoing.isHole(1_024)).isTrue();
            assertThat(outgoing.hash(1_024)).isEqualTo(ZeroChunk.hash(1));
        }
    }

    @Test
    void needNoRoomBeforehand() throws Exception {
        FileFacts dense = new FileFacts(1L << 45, 0644, 5);
        assertThatThrownBy(() -> root.receive(name("disk"), dense, false))
                .hasMessageContaining("the disk has room for");
        try (IncomingFile incoming = root.receive(name("disk"), dense.withHoles(true), false)) {
            assertThat(incoming.zero(7, ZeroChunk.hash(Chunks.BYTES))).isTrue();
        }
    }

    @Test
    void countAgainstNoLimitWhileTheyArrive() throws Exception {
        Root limited = Root.open(folder, new Limits(Long.MAX_VALUE, 2L * Chunks.BYTES, 0));
        try (IncomingFile incoming =
                limited.receive(name("disk"), TestFiles.facts(FILE).withHoles(true), false)) {
            write(incoming, FILE, 0, 1);
            assertThat(incoming.zero(1, hash(FILE, 1))).isTrue();
            write(incoming, FILE, 2, 3);
            assertThat(incoming.zero(3, hash(FILE, 3))).isTrue();
            incoming.finish(TestFiles.root(FILE));
        }
    }
}
