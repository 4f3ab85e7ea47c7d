package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.wire.BlockRange;

/** Blocks that are on the disk though their chunk is not complete. */
class BlockTableTest {
    private static final byte[] FIRST = random(1, Sha256.BYTES);
    private static final byte[] SECOND = random(2, Sha256.BYTES);
    private static final int AT = 16;

    /** Two chunks, and 5 bytes in a third. */
    private static final long SIZE = 2L * Chunks.BYTES + 5;

    @TempDir
    Path folder;

    private FileChannel channel;

    @BeforeEach
    void open() throws IOException {
        channel = FileChannel.open(
                folder.resolve("state"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    private BlockTable table() throws IOException {
        return new BlockTable(channel, AT);
    }

    private static List<BlockRange> held(BlockTable table, long size, long written) {
        BlockSet held = new BlockSet(size);
        table.addTo(held, size, written);
        return held.longest(9);
    }

    @Test
    void standsOnTheDiskAsItsDiagramSays() throws IOException {
        table().record(1, 3, Chunks.BLOCK_BYTES, FIRST);
        byte[] bytes = Files.readAllBytes(folder.resolve("state"));
        assertThat(bytes).hasSize(AT + BlockTable.SLOT_BYTES);
        assertThat(HexFormat.of().formatHex(bytes, AT, AT + 40))
                .isEqualTo("00000013" + "00010000" + HexFormat.of().formatHex(FIRST));
    }

    @Test
    void findsWhatWasRecordedByAnother() throws IOException {
        BlockTable before = table();
        before.record(1, 3, Chunks.BLOCK_BYTES, FIRST);
        before.record(1, 4, Chunks.BLOCK_BYTES, FIRST);
        before.record(1, 4, Chunks.BLOCK_BYTES, SECOND);
        before.record(2, 0, 5, SECOND);
        BlockTable after = table();
        assertThat(held(after, SIZE, SIZE)).containsExactly(new BlockRange(19, 2), new BlockRange(32, 1));
        assertThat(after.hash(1, 3, Chunks.BLOCK_BYTES)).isEqualTo(FIRST);
        assertThat(after.hash(1, 4, Chunks.BLOCK_BYTES)).isEqualTo(SECOND);
        assertThat(after.hash(1, 5, Chunks.BLOCK_BYTES)).isNull();
        assertThat(after.hash(2, 0, 6)).isNull();
    }

    @Test
    void holdsTheLastBlockOfTheLargestFile() throws IOException {
        table().record((1 << 28) - 1, 15, Chunks.BLOCK_BYTES, FIRST);
        assertThat(held(table(), 1L << 48, 1L << 48)).containsExactly(new BlockRange(0xFFFF_FFFFL, 1));
        assertThat(table().hash((1 << 28) - 1, 15, Chunks.BLOCK_BYTES)).isEqualTo(FIRST);
    }

    @Test
    void holdsNothingThatThePartIsTooShortForOrThatHasAnotherLengthInThisFile() throws IOException {
        table().record(0, 1, Chunks.BLOCK_BYTES, FIRST);
        table().record(2, 0, 5, FIRST);
        assertThat(held(table(), SIZE, 2 * Chunks.BLOCK_BYTES)).containsExactly(new BlockRange(1, 1));
        assertThat(held(table(), SIZE, 2 * Chunks.BLOCK_BYTES - 1)).isEmpty();
        assertThat(held(table(), SIZE + 1, SIZE + 1)).containsExactly(new BlockRange(1, 1));
        assertThat(held(table(), Chunks.BLOCK_BYTES + 1, SIZE)).isEmpty();
        assertThat(held(table(), 1, SIZE)).isEmpty();
    }

    @Test
    void forgetsTheBlocksOfAChunkThatIsComplete() throws IOException {
        BlockTable table = table();
        table.record(0, 1, Chunks.BLOCK_BYTES, FIRST);
        table.record(1, 1, Chunks.BLOCK_BYTES, FIRST);
        table.forget(0);
        assertThat(held(table, SIZE, SIZE)).containsExactly(new BlockRange(17, 1));
        assertThat(held(table(), SIZE, SIZE)).containsExactly(new BlockRange(17, 1));
    }

    @Test
    void neverGrowsBeyondItsSlotsHoweverManyChunksStayIncomplete() throws IOException {
        long size = 1L << 40;
        BlockTable table = table();
        for (int chunk = 0; chunk < 1_000; chunk++) {
            table.record(chunk, 0, Chunks.BLOCK_BYTES, FIRST);
            table.record(chunk, 15, Chunks.BLOCK_BYTES, FIRST);
        }
        assertThat(channel.size()).isEqualTo(AT + BlockTable.BYTES);
        assertThat(table.hash(511, 15, Chunks.BLOCK_BYTES)).isNotNull();
        assertThat(table.hash(512, 0, Chunks.BLOCK_BYTES)).isNull();
        table.forget(7);
        table.record(900, 3, Chunks.BLOCK_BYTES, SECOND);
        assertThat(table().hash(900, 3, Chunks.BLOCK_BYTES)).isEqualTo(SECOND);
        BlockSet held = new BlockSet(size);
        table().addTo(held, size, size);
        assertThat(held.bytes()).isEqualTo(1_023L * Chunks.BLOCK_BYTES);
    }

    @Test
    void losesOnlyTheSlotOfWhichAnyBitIsWrong() throws IOException {
        table().record(0, 1, Chunks.BLOCK_BYTES, FIRST);
        table().record(0, 5, Chunks.BLOCK_BYTES, SECOND);
        byte[] whole = Files.readAllBytes(folder.resolve("state"));
        for (int bit = (AT + BlockTable.SLOT_BYTES) * 8; bit < whole.length * 8; bit++) {
            byte wrong = (byte) (whole[bit / 8] ^ 1 << bit % 8);
            channel.write(ByteBuffer.wrap(new byte[] {wrong}), bit / 8);
            assertThat(held(table(), SIZE, SIZE)).as("bit %s", bit).containsExactly(new BlockRange(1, 1));
            channel.write(ByteBuffer.wrap(whole, bit / 8, 1), bit / 8);
        }
        assertThat(held(table(), SIZE, SIZE)).containsExactly(new BlockRange(1, 1), new BlockRange(5, 1));
    }

    @Test
    void losesOnlyWhatIsTornAtAnyByte() throws IOException {
        table().record(0, 1, Chunks.BLOCK_BYTES, FIRST);
        table().record(0, 5, Chunks.BLOCK_BYTES, SECOND);
        byte[] whole = Files.readAllBytes(folder.resolve("state"));
        for (int length = AT + BlockTable.SLOT_BYTES; length < whole.length; length++) {
            Files.write(folder.resolve("state"), Arrays.copyOf(whole, length));
            assertThat(held(table(), SIZE, SIZE)).as("torn at %s", length).containsExactly(new BlockRange(1, 1));
        }
    }
}
