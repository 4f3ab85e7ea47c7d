package paloma.transfer.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.wire.BlockRange;

class PartStateTest {
    private static final byte[] FILE = random(5, 2 * Chunks.BYTES + 3);

    @TempDir
    Path folder;

    private Path state;
    private byte[] whole;

    @BeforeEach
    void writeAllThree() throws Exception {
        state = folder.resolve("state");
        try (PartState table = open()) {
            for (int i = 0; i < 3; i++) {
                table.record(i, hash(FILE, i));
            }
            whole = Files.readAllBytes(state);
        }
    }

    private PartState open() throws IOException {
        return new PartState(
                FileChannel.open(state, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                FILE.length);
    }

    private BitSet held(byte[] bytes) throws IOException {
        Files.write(state, bytes);
        try (PartState table = open()) {
            return chunks(table);
        }
    }

    private static BitSet chunks(PartState table) throws IOException {
        BlockSet held = table.held(FILE.length);
        BitSet chunks = new BitSet();
        for (int i = 0; i < 3; i++) {
            chunks.set(i, held.hasChunk(i));
        }
        return chunks;
    }

    @Test
    void standsOnTheDiskAsItsDiagramSays() {
        assertThat(whole).hasSize(PartState.HEADER_BYTES + 3 * PartState.SLOT_BYTES);
        assertThat(whole).startsWith("paloma part v 2\n".getBytes(US_ASCII));
        String last = HexFormat.of().formatHex(whole, 16 + 45_056 + 80, 16 + 45_056 + 80 + 36);
        assertThat(last).isEqualTo("00000003" + HexFormat.of().formatHex(hash(FILE, 2)));
    }

    @Test
    void holdsWhatWasRecorded() throws IOException {
        try (PartState table = open()) {
            assertThat(chunks(table).cardinality()).isEqualTo(3);
            assertThat(table.has(1, hash(FILE, 1))).isTrue();
            assertThat(table.has(1, hash(FILE, 2))).isFalse();
            assertThat(table.root()).isEqualTo(TestFiles.root(FILE));
            table.drop(1);
            assertThat(table.has(1, hash(FILE, 1))).isFalse();
            assertThat(chunks(table).get(1)).isFalse();
        }
    }

    @Test
    void losesOnlyWhatIsTornAtAnyByte() throws IOException {
        for (int length = PartState.HEADER_BYTES - 50; length < whole.length; length++) {
            BitSet expected = new BitSet();
            expected.set(0, Math.max(0, length - PartState.HEADER_BYTES) / PartState.SLOT_BYTES);
            assertThat(held(Arrays.copyOf(whole, length)))
                    .as("torn at %s", length)
                    .isEqualTo(expected);
        }
    }

    @Test
    void losesOnlyTheSlotOfWhichAnyBitIsWrong() throws IOException {
        BitSet all = held(whole);
        try (PartState table = open();
                FileChannel channel = FileChannel.open(state, StandardOpenOption.WRITE)) {
            for (int bit = PartState.HEADER_BYTES * 8; bit < whole.length * 8; bit++) {
                byte wrong = (byte) (whole[bit / 8] ^ 1 << bit % 8);
                channel.write(ByteBuffer.wrap(new byte[] {wrong}), bit / 8);
                BitSet expected = (BitSet) all.clone();
                expected.clear((bit / 8 - PartState.HEADER_BYTES) / PartState.SLOT_BYTES);
                assertThat(chunks(table)).as("bit %s", bit).isEqualTo(expected);
                channel.write(ByteBuffer.wrap(whole, bit / 8, 1), bit / 8);
            }
            assertThat(chunks(table)).isEqualTo(all);
        }
    }

    @Test
    void startsAnewWhenItIsNoState() throws IOException {
        for (int at = 0; at < PartState.MAGIC_BYTES; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 1;
            assertThat(held(bytes).isEmpty()).isTrue();
            assertThat(Files.size(state)).isEqualTo(PartState.MAGIC_BYTES);
        }
    }

    @Test
    void takesNoSlotFromAnotherPlace() throws IOException {
        byte[] bytes = whole.clone();
        System.arraycopy(whole, PartState.HEADER_BYTES, bytes, PartState.HEADER_BYTES + PartState.SLOT_BYTES, 40);
        assertThat(held(bytes).get(1)).isFalse();
    }

    @Test
    void goesOnAfterATearAtAnyByteToAnEqualFile() throws Exception {
        Root root = Root.open(folder, Limits.NONE);
        try (IncomingFile incoming = root.receive(name("film"), facts(FILE), false)) {
            TestFiles.write(incoming, FILE, 0, 3);
        }
        byte[] part = Files.readAllBytes(folder.resolve(".film.paloma-part"));
        for (int length = PartState.HEADER_BYTES - 51; length <= whole.length; length += 17) {
            Files.write(folder.resolve(".film.paloma-part"), part);
            Files.write(folder.resolve(".film.paloma-part.state"), Arrays.copyOf(whole, length));
            try (IncomingFile incoming = root.receive(name("film"), facts(FILE), false)) {
                for (int i = 0; i < 3; i++) {
                    if (!incoming.check(i, hash(FILE, i))) {
                        TestFiles.write(incoming, FILE, i, i + 1);
                    }
                }
                incoming.finish(TestFiles.root(FILE));
            }
            assertThat(folder.resolve("film")).hasBinaryContent(FILE);
            Files.delete(folder.resolve("film"));
        }
    }

    @Test
    void holdsNothingThatThePartIsTooShortFor() throws Exception {
        Root root = Root.open(folder, Limits.NONE);
        for (int length : new int[] {0, Chunks.BYTES - 1, Chunks.BYTES, FILE.length - 1, FILE.length}) {
            Files.write(folder.resolve(".film.paloma-part"), Arrays.copyOf(FILE, length));
            Files.write(folder.resolve(".film.paloma-part.state"), whole);
            int expected = length == FILE.length ? 33 : length / Chunks.BYTES * Chunks.BLOCKS;
            try (IncomingFile incoming = root.receive(name("film"), facts(FILE), false)) {
                assertThat(incoming.held(9).stream()
                                .mapToLong(BlockRange::count)
                                .sum())
                        .isEqualTo(expected);
            }
        }
    }
}
