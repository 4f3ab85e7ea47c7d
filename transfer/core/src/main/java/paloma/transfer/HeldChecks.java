package paloma.transfer;

/**
 * How far to believe that chunks on the disk are those of the file. To compare one costs both sides a reading of it: where
 * one after the other is another, and they come hardly slower than they are compared, most are better sent unseen.
 */
final class HeldChecks {
    /** So many in a row are no chance. */
    private static final int PATIENCE = 4;

    /** Sent unseen after one that was compared: 3 % are read in vain, and 31 may be sent in vain where it begins to agree. */
    private static final int UNSEEN = 31;

    /** How many chunks could be compared while one comes, where the network is what everything waits for. */
    private static final int SPARE = 16;

    private static final double GAIN = 0.25;

    private int asked;
    private int misses;
    private long lastCheckNanos;
    private double checkNanos;
    private long lastChunkNanos;
    private double chunkNanos;
    private int chunks;

    /** Called when all of a chunk has come. */
    void came(long nowNanos) {
        chunks++;
        if (chunks > 1) {
            long nanos = nowNanos - lastChunkNanos;
            chunkNanos += (chunks == 2 ? 1 : GAIN) * (nanos - chunkNanos);
        }
        lastChunkNanos = nowNanos;
    }

    /** Called when the disk is asked to compare a chunk. */
    void ask(long nowNanos) {
        lastCheckNanos = asked == 0 ? nowNanos : lastCheckNanos;
        asked++;
    }

    /** Called when the disk has compared one; returns how many of the next ones to ask for unseen. */
    int compared(boolean good, long nowNanos) {
        checkNanos += GAIN * (nowNanos - lastCheckNanos - checkNanos);
        lastCheckNanos = nowNanos;
        asked--;
        misses = good ? 0 : misses + 1;
        return misses >= PATIENCE && chunks > 1 && chunkNanos < SPARE * checkNanos ? UNSEEN : 0;
    }
}
