package paloma.transfer;

import java.util.BitSet;
import java.util.List;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Wire;

/** Where a file is cut: chunks of 1 MiB, the last one shorter, each proved by a hash of its own. */
public final class Chunks {
    public static final int BYTES = Wire.CHUNK_BYTES;

    private static final int SHIFT = 20;

    private Chunks() {}

    /** Returns how many chunks a file has; an empty one has none. */
    public static int count(long sizeBytes) {
        return Math.toIntExact((sizeBytes + BYTES - 1) >> SHIFT);
    }

    public static int indexAt(long offset) {
        return (int) (offset >> SHIFT);
    }

    public static int within(long offset) {
        return (int) offset & (BYTES - 1);
    }

    public static long offsetOf(int index) {
        return (long) index << SHIFT;
    }

    public static int length(int index, long sizeBytes) {
        return (int) Math.min(BYTES, sizeBytes - offsetOf(index));
    }

    /** Adds ranges to a set of chunks; what lies behind the file's last chunk is ignored. */
    static void add(List<BlockRange> ranges, int count, BitSet to) {
        for (BlockRange range : ranges) {
            to.set(Math.min(range.first(), count), (int) Math.min((long) range.first() + range.count(), count));
        }
    }

    /** Returns the bytes of a set of chunks. */
    public static long bytes(BitSet chunks, long sizeBytes) {
        long bytes = offsetOf(chunks.cardinality());
        int last = count(sizeBytes) - 1;
        return last >= 0 && chunks.get(last) ? bytes - BYTES + length(last, sizeBytes) : bytes;
    }
}
