package paloma.transfer.disk;

import java.util.BitSet;
import paloma.transfer.wire.Wire;

/** A file in chunks of 1 MiB, the last one shorter; an empty file has none. */
final class Chunks {
    static final int BYTES = Wire.CHUNK_BYTES;

    private Chunks() {}

    static int count(long size) {
        return Math.toIntExact((size + BYTES - 1) / BYTES);
    }

    static long offset(int index) {
        return (long) index * BYTES;
    }

    static int length(int index, long size) {
        return (int) Math.min(BYTES, size - offset(index));
    }

    /** Counts the bytes of a set of chunks. */
    static long bytes(BitSet chunks, long size) {
        long bytes = offset(chunks.cardinality());
        int last = count(size) - 1;
        return last >= 0 && chunks.get(last) ? bytes - BYTES + length(last, size) : bytes;
    }
}
