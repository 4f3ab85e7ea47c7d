package paloma.transfer;

/**
 * The round trip of the path (RFC 9002, section 5), and how long packets take at most until they are acknowledged.
 * The latter makes the reordering window: a path that reorders shows ages far above its smoothed round trip, and what
 * is younger than the oldest that still came is late, not lost (RFC 8985, section 6.2, takes the same from duplicates).
 */
final class RttEstimator {
    private static final long GRANULARITY_NANOS = 1_000_000; // RFC 9002, section 6.1.2
    private static final long INITIAL_NANOS = 333_000_000; // RFC 9002, section 6.2.2
    private static final long INITIAL_PROBE_NANOS = 3 * INITIAL_NANOS; // of a variance of half of it
    private static final int VARIANCE_WEIGHT = 4; // RFC 9002, section 5.3
    private static final int SMOOTHED_WEIGHT = 8; // RFC 9002, section 5.3
    private static final int TIME_THRESHOLD = 8; // RFC 9002, section 6.1.2: an eighth more than the round trip
    private static final int PROBE_VARIANCES = 4; // RFC 9002, section 6.2.1

    /** Jitter that a packet may have beyond the oldest that came. */
    private static final int LOSS_VARIANCES = 2;

    /** The oldest packet is that of the last so many round trips, or of as many before. */
    private static final int AGE_ROUND_TRIPS = 4;

    /**
     * What looks older than so many round trips, and than a host that stands still explains, has had its acknowledgements
     * lost: the probe timeout must not wait as long.
     */
    private static final int MAX_AGE_ROUND_TRIPS = 4;

    private static final long STANDSTILL_NANOS = 250_000_000;

    private long smoothed;
    private long variance;
    private long least = Long.MAX_VALUE;
    private long oldest;
    private long oldestBefore;
    private long turned;
    private boolean aged;

    /** Forgets all: the path is another one. */
    void reset() {
        smoothed = 0;
        variance = 0;
        least = Long.MAX_VALUE;
        oldest = 0;
        oldestBefore = 0;
        aged = false;
    }

    /**
     * Called with the time from a packet's leaving to its acknowledgement; returns it without the delay that the receiver
     * added by its own account, where that is believable (RFC 9002, section 5.3).
     */
    long sample(long raw, long delay) {
        least = Math.min(least, raw);
        long nanos = raw - delay >= least ? raw - delay : raw;
        if (smoothed == 0) {
            smoothed = nanos;
            variance = nanos / 2;
        } else {
            variance += (Math.abs(smoothed - nanos) - variance) / VARIANCE_WEIGHT;
            smoothed += (nanos - smoothed) / SMOOTHED_WEIGHT;
        }
        return nanos;
    }

    /** Called with the time from any packet's leaving to the acknowledgement that was the first to cover it. */
    void age(long nanos, long now) {
        if (!aged || now - turned > AGE_ROUND_TRIPS * smoothedNanos()) {
            oldestBefore = oldest;
            oldest = 0;
            turned = now;
            aged = true;
        }
        long believable = Math.max(MAX_AGE_ROUND_TRIPS * smoothedNanos(), STANDSTILL_NANOS);
        oldest = Math.max(oldest, Math.min(nanos, believable));
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
        return seen
                + Math.max(Math.max(smoothedNanos() / TIME_THRESHOLD, LOSS_VARIANCES * variance), GRANULARITY_NANOS);
    }

    /** Returns the probe timeout (RFC 9002, section 6.2.1). */
    long probeNanos() {
        if (!isKnown()) {
            return INITIAL_PROBE_NANOS;
        }
        long byVariance = smoothed + Math.max(PROBE_VARIANCES * variance, GRANULARITY_NANOS);
        return Math.max(byVariance, lossNanos()) + Receiver.MAX_ACK_DELAY_NANOS;
    }
}
