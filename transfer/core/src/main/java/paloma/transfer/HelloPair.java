package paloma.transfer;

import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Wire;

/**
 * What two Hellos tell that leave one behind the other: where the path is thin, the answer to the second comes as much later
 * as the path needs for it (the packet pair of Keshav). A first flight that leaves at once must not overrun such a path.
 */
public final class HelloPair {
    /** No first flight is larger. */
    private static final int MOST_PACKETS = 32;

    /** Where an answer does not come; it may be lost. */
    public static final int LEAST_PACKETS = 4;

    /** The second answer of a path of 500 kbit/s; a faster one takes the usual first flight into its queue. */
    private static final long THIN_NANOS = 20_000_000;

    /** What any bottleneck may be trusted to hold. */
    private static final long QUEUED_NANOS = 50_000_000;

    private static final double PACKETS_A_HELLO = (double) Wire.SAFE_BYTES / DatagramSizes.ETHERNET_BYTES;

    private boolean known;
    private boolean complete;
    private long firstNanos;
    private long apartNanos;

    /** @param isFirstOfTwo whether it answers the first of two Hellos that left together */
    void first(boolean isFirstOfTwo, long nowNanos) {
        known = isFirstOfTwo;
        firstNanos = nowNanos;
    }

    void second(long nowNanos) {
        if (known && !complete) {
            complete = true;
            apartNanos = nowNanos - firstNanos;
        }
    }

    /** Returns whether {@link #isThin} can be told; where the second answer does not come, the path is taken to be thin. */
    boolean isJudged(long nowNanos) {
        return !known || complete || nowNanos - firstNanos >= THIN_NANOS;
    }

    long judgedNanos() {
        return firstNanos + THIN_NANOS;
    }

    boolean isThin() {
        return known && (!complete || apartNanos >= THIN_NANOS);
    }

    /** Returns how many packets the path takes at once: what it brings in a round trip, and a little into its queue. */
    int firstPackets(long roundTripNanos, long nowNanos) {
        if (!known) {
            return MOST_PACKETS;
        }
        if (!complete) {
            return LEAST_PACKETS;
        }
        double hellos = (roundTripNanos + (double) QUEUED_NANOS) / Math.max(1, apartNanos);
        return (int) Math.max(LEAST_PACKETS, Math.min(MOST_PACKETS, PACKETS_A_HELLO * hellos));
    }
}
