package paloma.transfer.congestion;

/**
 * How much longer packets take one way than they did at best: arrival by the receiver's clock less leaving by ours. What
 * holds up the acknowledgement, a loss on the way back or a thread that was late, is not in it.
 */
final class OneWayDelay {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double UNKNOWN = Double.MAX_VALUE;

    /** The swiftest of a block counts: at least so many packets, and so long that a burst is not one alone. */
    private static final int BLOCK_PACKETS = 8;

    private static final long BLOCK_NANOS = 10_000_000;

    /** Packets that the jitter is a mean of (RFC 3550, section 6.4.1). */
    private static final double JITTER_PACKETS = 16;

    /** A rise that is no queue yet: 3 ms, or a share of the round trip, or what jitter explains, whichever is most. */
    private static final double MIN_RISE_SECONDS = 0.003;

    private static final double ROUND_TRIPS_PER_RISE = 24;
    private static final double RISE_JITTERS = 3;

    private double least = UNKNOWN;
    private double lately = UNKNOWN;
    private double inBlock = UNKNOWN;
    private int blockPackets;
    private long blockNanos;
    private double last = UNKNOWN;
    private double jitter;

    void onAck(AckSample sample) {
        if (sample.newPackets() == 0 || sample.rttNanos() == 0) {
            return;
        }
        double delay = sample.arrivalMicros() / MICROS_PER_SECOND - sample.sentNanos() / NANOS_PER_SECOND;
        learn(delay, Math.min(1, sample.newPackets() / JITTER_PACKETS));
        inBlock = Math.min(inBlock, delay);
        blockPackets += sample.newPackets();
        if (blockPackets >= BLOCK_PACKETS && isBlockLong(sample.nowNanos())) {
            endBlock(sample.nowNanos());
        }
    }

    /** Called when what waited on the path is gone. */
    void restart() {
        lately = least;
        inBlock = UNKNOWN;
        blockPackets = 0;
    }

    /** Returns whether even the swiftest of the last packets took longer than a path of that round trip explains. */
    boolean isRaised(double rttSeconds) {
        double room = Math.max(rttSeconds / ROUND_TRIPS_PER_RISE, RISE_JITTERS * jitter);
        return lately - least > Math.max(MIN_RISE_SECONDS, room);
    }

    private boolean isBlockLong(long now) {
        return lately == UNKNOWN || now - blockNanos >= BLOCK_NANOS;
    }

    private void endBlock(long now) {
        lately = inBlock;
        least = Math.min(least, lately);
        inBlock = UNKNOWN;
        blockPackets = 0;
        blockNanos = now;
    }

    /** A queue that builds adds little to the difference of two packets that follow one another. */
    private void learn(double delay, double weight) {
        double difference = last == UNKNOWN ? 0 : Math.abs(delay - last);
        jitter += weight * (difference - jitter);
        last = delay;
    }
}
