package paloma.transfer;

/**
 * How far to believe that chunks on the disk are those of the file. To compare one costs both sides a reading of it: where
 * the network is about as fast, and one after the other is another, most are better sent unseen.
 */
final class HeldChecks {
    /** So many in a row are no chance. */
    private static final int PATIENCE = 4;

    /** Sent unseen after one that was compared: 6 % are read in vain, and 15 may be sent in vain where it begins to agree. */
    private static final int UNSEEN = 15;

    /** 1 Gbit/s: to read and hash a chunk on both sides takes a few milliseconds. */
    private static final long FAST_CHUNK_NANOS = 8_000_000;

    private static final double GAIN = 0.25;

    private int misses;
    private long lastNanos;
    private double chunkNanos = Double.MAX_VALUE;

    /** Called when all of a chunk has come. */
    void came(long nowNanos) {
        long nanos = nowNanos - lastNanos;
        chunkNanos = chunkNanos == Double.MAX_VALUE ? FAST_CHUNK_NANOS : chunkNanos + GAIN * (nanos - chunkNanos);
        lastNanos = nowNanos;
    }

    /** Called when a chunk on the disk was compared; returns how many of the next ones to ask for unseen. */
    int compared(boolean good) {
        misses = good ? 0 : misses + 1;
        return misses >= PATIENCE && chunkNanos < FAST_CHUNK_NANOS ? UNSEEN : 0;
    }
}
