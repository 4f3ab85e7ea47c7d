package paloma.transfer;

import paloma.transfer.wire.Wire;

/** Where a file is cut: chunks of 1 MiB, the last one shorter, each proved by a hash of its own. */
public final class Chunks {
    public static final int BYTES = Wire.CHUNK_BYTES;

    private static final int SHIFT = 20;

    private Chunks() {}

    /** Gives how many chunks a file has; an empty one has none. */
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
}
