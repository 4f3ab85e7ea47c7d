package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.wire.BlockRange;

class BlockSetTest {
    private static final long LARGEST = 1L << 48;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65_535, 65_536, 65_537, 1 << 20, (1 << 20) + 1, 5_000_000, LARGEST - 1, LARGEST})
    void ofAllBlocksHasAllBytes(long size) {
        BlockSet all = BlockSet.all(size);
        assertThat(all.bytes()).isEqualTo(size);
        assertThat(all.isEmpty()).isEqualTo(size == 0);
        long blocks = Math.min(0xFFFF_FFFFL, (size + 65_535) / 65_536);
        assertThat(all.longest(9)).isEqualTo(size == 0 ? List.of() : List.of(new BlockRange(0, blocks)));
        assertThat(all.hasChunk(Chunks.count(size))).isFalse();
    }

    @Test
    void ignoresWhatLiesBehindTheEnd() {
        BlockSet set = new BlockSet(3L * Chunks.BLOCK_BYTES - 1);
        set.add(List.of(new BlockRange(2, 0xFFFF_FFFFL), new BlockRange(0xFFFF_FFFFL, 1)));
        assertThat(set.longest(9)).containsExactly(new BlockRange(2, 1));
        assertThat(set.bytes()).isEqualTo(Chunks.BLOCK_BYTES - 1);
    }

    @Test
    void holdsTheLastBlockOfTheLargestFile() {
        BlockSet set = new BlockSet(LARGEST);
        set.add(List.of(new BlockRange(0xFFFF_FFFFL, 1)));
        assertThat(set.in((1 << 28) - 1)).isEqualTo(0x8000);
        assertThat(set.longest(9)).containsExactly(new BlockRange(0xFFFF_FFFFL, 1));
    }

    @Test
    void countsAShortLastChunkAsWholeWhenAllItsBlocksAreThere() {
        BlockSet set = new BlockSet(Chunks.BYTES + 2 * Chunks.BLOCK_BYTES + 5);
        set.add(1, 0b101);
        assertThat(set.hasChunk(1)).isFalse();
        set.add(1, 0b010);
        assertThat(set.hasChunk(1)).isTrue();
        assertThat(set.bytes()).isEqualTo(2 * Chunks.BLOCK_BYTES + 5);
    }

    @Test
    void tellsTheLongestRangesInTheirOrder() {
        BlockSet set = new BlockSet(LARGEST);
        set.add(List.of(new BlockRange(1, 3), new BlockRange(10, 1), new BlockRange(15, 34), new BlockRange(60, 2)));
        assertThat(set.longest(2)).containsExactly(new BlockRange(1, 3), new BlockRange(15, 34));
        assertThat(set.longest(0)).isEmpty();
    }

    /** Against a plain set of bits. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void isWhatWasAddedLessWhatWasRemoved(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int size = 1 + random.nextInt(6 << 20);
            int blocks = (size + 65_535) / 65_536;
            BlockSet set = new BlockSet(size);
            BitSet bits = new BitSet();
            for (int step = random.nextInt(20); step > 0; step--) {
                change(random, set, bits, blocks);
            }
            assertThat(set.longest(99)).isEqualTo(ranges(bits));
            assertThat(set.copy().longest(3)).isEqualTo(longest(ranges(bits), 3));
            assertThat(set.isEmpty()).isEqualTo(bits.isEmpty());
            long last = bits.get(blocks - 1) ? (long) blocks * 65_536 - size : 0;
            assertThat(set.bytes()).isEqualTo(bits.cardinality() * 65_536L - last);
            for (int chunk = 0; chunk < Chunks.count(size); chunk++) {
                BitSet in = bits.get(chunk * 16, chunk * 16 + 16);
                assertThat(set.in(chunk)).isEqualTo(in.isEmpty() ? 0 : (int) in.toLongArray()[0]);
                assertThat(set.hasChunk(chunk)).isEqualTo(in.cardinality() == Math.min(16, blocks - chunk * 16));
            }
        }
    }

    private static void change(Random random, BlockSet set, BitSet bits, int blocks) {
        int first = random.nextInt(blocks);
        if (random.nextInt(5) == 0) {
            set.removeChunk(first / 16);
            bits.clear(first / 16 * 16, first / 16 * 16 + 16);
        } else {
            int count = 1 + random.nextInt(random.nextBoolean() ? 40 : 3);
            set.add(List.of(new BlockRange(first, count)));
            bits.set(first, Math.min(blocks, first + count));
        }
    }

    private static List<BlockRange> ranges(BitSet bits) {
        List<BlockRange> ranges = new ArrayList<>();
        for (int first = bits.nextSetBit(0); first >= 0; first = bits.nextSetBit(bits.nextClearBit(first))) {
            ranges.add(new BlockRange(first, bits.nextClearBit(first) - first));
        }
        return ranges;
    }

    private static List<BlockRange> longest(List<BlockRange> ranges, int most) {
        return ranges.stream()
                .sorted(Comparator.comparingLong(BlockRange::count).reversed())
                .limit(most)
                .sorted(Comparator.comparingLong(BlockRange::first))
                .toList();
    }
}
