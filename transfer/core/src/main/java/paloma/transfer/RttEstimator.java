package paloma.transfer;

/**
 * The round trip of the path (RFC 9002, section 5), and how long packets take at most until they are acknowledged.
 * The latter makes the reordering window: a path that reorders shows ages far above its smoothed round trip, and what
 * is younger than the oldest that still came is late, not lost (RFC 8985, section 6.2, takes the same from duplicates).
 */
final class RttEstimator {
    private static final long GRANULARITY_NANOS = 1_000_000; // RFC 9002, section 6.1.2
    private static final long INITIAL_NANOS = 333_000_000; // RFC 9002, section 6.2.2

    private long smoothed;
    private long variance;
    private long least = Long.MAX_VALUE;
    private long oldest;
    private long oldestBefore;
    private long turned;

    /**
     * Takes the time from a packet's leaving to its acknowledgement, and gives it without the delay that the receiver
     * says it made: where that is believable (RFC 9002, section 5.3).
     */
    long sample(long raw, long delay) {
        least = Math.min(least, raw);
        long nanos = raw - delay >= least ? raw - delay : raw;
        if (smoothed == 0) {
            smoothed = nanos;
            variance = nanos / 2;
        } else {
            variance += (Math.abs(smoothed - nanos) - variance) / 4;
            smoothed += (nanos - smoothed) / 8;
        }
        return nanos;
    }

    /** Takes the time from a packet's leaving to the word of its arrival. */
    void age(long nanos, long now) {
        if (now - turned > 4 * smoothedNanos()) {
            oldestBefore = oldest;
            oldest = 0;
            turned = now;
        }
        oldest = Math.max(oldest, nanos);
    }

    long smoothedNanos() {
        return smoothed == 0 ? INITIAL_NANOS : smoothed;
    }

    long leastNanos() {
        return least == Long.MAX_VALUE ? INITIAL_NANOS : least;
    }

    boolean isKnown() {
        return smoothed != 0;
    }

    /** Returns the age at which a packet is lost, when a later one has arrived (RFC 9002, section 6.1.2, made to fit). */
    long lossNanos() {
        long seen = Math.max(Math.max(oldest, oldestBefore), smoothedNanos());
        return seen + Math.max(Math.max(smoothedNanos() / 8, 2 * variance), GRANULARITY_NANOS);
    }

    /** Returns the probe timeout (RFC 9002, section 6.2.1). */
    long probeNanos() {
        if (!isKnown()) {
            return INITIAL_NANOS;
        }
        long byVariance = smoothed + Math.max(4 * variance, GRANULARITY_NANOS);
        return Math.max(byVariance, lossNanos()) + Receiver.MAX_ACK_DELAY_NANOS;
    }
}
