package paloma.transfer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import paloma.transfer.wire.BlockRange;

/** Blocks of a file: a bit for each whole chunk, as almost all are, and a mask for each of which there is a part. */
public final class BlockSet {
    private final long size;
    private final BitSet whole = new BitSet();
    private final NavigableMap<Integer, Integer> parts = new TreeMap<>();

    /** @param size of the file in bytes */
    public BlockSet(long size) {
        this.size = size;
    }

    /** Returns all blocks of a file. */
    public static BlockSet all(long size) {
        BlockSet all = new BlockSet(size);
        all.add(0, all.count());
        return all;
    }

    public BlockSet copy() {
        BlockSet copy = new BlockSet(size);
        copy.whole.or(whole);
        copy.parts.putAll(parts);
        return copy;
    }

    /** Adds ranges; what lies behind the file's end is ignored. */
    public void add(List<BlockRange> ranges) {
        for (BlockRange range : ranges) {
            add(Math.min(range.first(), count()), Math.min(range.first() + range.count(), count()));
        }
    }

    private void add(long from, long to) {
        int first = (int) (from / Chunks.BLOCKS);
        int last = (int) (to / Chunks.BLOCKS);
        int before = (1 << from % Chunks.BLOCKS) - 1;
        int until = (1 << to % Chunks.BLOCKS) - 1;
        if (first == last) {
            add(first, until & ~before);
            return;
        }
        add(first, ~before & Chunks.blocks(Chunks.BYTES));
        parts.subMap(first, false, last, false).clear();
        whole.set(first + 1, last);
        add(last, until);
    }

    /** Adds some blocks of a chunk. */
    public void add(int chunk, int blocks) {
        if (blocks == 0) {
            return;
        }
        int all = in(chunk) | blocks;
        if (all == all(chunk)) {
            whole.set(chunk);
            parts.remove(chunk);
        } else {
            parts.put(chunk, all);
        }
    }

    public void addChunk(int chunk) {
        add(chunk, all(chunk));
    }

    public void removeChunk(int chunk) {
        whole.clear(chunk);
        parts.remove(chunk);
    }

    public boolean hasChunk(int chunk) {
        return whole.get(chunk);
    }

    /** Returns which blocks of a chunk there are. */
    public int in(int chunk) {
        return whole.get(chunk) ? all(chunk) : parts.getOrDefault(chunk, 0);
    }

    public boolean isEmpty() {
        return whole.isEmpty() && parts.isEmpty();
    }

    /** Returns the first whole chunk from here on, or -1. */
    int nextChunk(int from) {
        return whole.nextSetBit(from);
    }

    /** Returns the first chunk from here on of which a block is missing. */
    int nextIncomplete(int from) {
        return whole.nextClearBit(from);
    }

    public long bytes() {
        long bytes = Chunks.offsetOf(whole.cardinality());
        int last = Chunks.count(size) - 1;
        bytes -= last >= 0 && whole.get(last) ? Chunks.BYTES - Chunks.length(last, size) : 0;
        for (Map.Entry<Integer, Integer> part : parts.entrySet()) {
            bytes += Chunks.blockBytes(part.getValue(), Chunks.length(part.getKey(), size));
        }
        return bytes;
    }

    /** Returns the longest {@code most} ranges, ascending. */
    public List<BlockRange> longest(int most) {
        List<BlockRange> ranges = new ArrayList<>();
        for (long first = nextBlock(0); first >= 0; ) {
            long end = nextMissing(first);
            ranges.add(new BlockRange(first, Math.min(BlockRange.MAX_COUNT, end - first)));
            first = nextBlock(end);
        }
        if (ranges.size() <= most) {
            return ranges;
        }
        return ranges.stream()
                .sorted(Comparator.comparingLong(BlockRange::count).reversed())
                .limit(most)
                .sorted(Comparator.comparingLong(BlockRange::first))
                .toList();
    }

    /** Returns the first block from here on, or -1. */
    private long nextBlock(long from) {
        int chunk = (int) (from / Chunks.BLOCKS);
        int rest = in(chunk) >>> from % Chunks.BLOCKS;
        if (rest != 0) {
            return from + Integer.numberOfTrailingZeros(rest);
        }
        int next = whole.nextSetBit(chunk + 1);
        Integer part = parts.higherKey(chunk);
        if (part != null && (next < 0 || part < next)) {
            next = part;
        }
        return next < 0 ? -1 : (long) next * Chunks.BLOCKS + Integer.numberOfTrailingZeros(in(next));
    }

    /** Returns the first block from here on that is missing. */
    private long nextMissing(long from) {
        int chunk = whole.nextClearBit((int) (from / Chunks.BLOCKS));
        long at = Math.max(from, (long) chunk * Chunks.BLOCKS);
        int rest = ~in(chunk) >>> at % Chunks.BLOCKS;
        at += Integer.numberOfTrailingZeros(rest);
        boolean goesOn = at == (chunk + 1L) * Chunks.BLOCKS && in(chunk + 1) != 0;
        return goesOn ? nextMissing(at) : Math.min(at, count());
    }

    private int all(int chunk) {
        return Chunks.blocks(Chunks.length(chunk, size));
    }

    /** Returns how many blocks the file has. */
    private long count() {
        return (size + Chunks.BLOCK_BYTES - 1) / Chunks.BLOCK_BYTES;
    }
}
