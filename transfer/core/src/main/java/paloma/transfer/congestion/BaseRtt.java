package paloma.transfer.congestion;

/**
 * The round trip of the path when no queue stands: the least mean that a round trip has shown. A base of long ago may be that of
 * another route.
 */
final class BaseRtt {
    /** As long as BBR keeps its min_rtt before it drains the path to look again (ProbeRTTInterval). */
    private static final long LIFE_NANOS = 5_000_000_000L;

    private static final double UNKNOWN = Double.MAX_VALUE;

    private double seconds = UNKNOWN;
    private long sinceNanos;

    boolean isKnown() {
        return seconds < UNKNOWN;
    }

    /** Returns the base in seconds; the largest double while it is unknown. */
    double seconds() {
        return seconds;
    }

    void lower(double rttSeconds, long now) {
        if (rttSeconds < seconds) {
            seconds = rttSeconds;
            sinceNanos = now;
        }
    }

    /** Called with what the path has shown while our queue was drained: it replaces an old base even where it is larger. */
    void renew(double rttSeconds, long now) {
        seconds = isOld(now) ? rttSeconds : Math.min(seconds, rttSeconds);
        sinceNanos = now;
    }

    boolean isOld(long now) {
        return now - sinceNanos > LIFE_NANOS;
    }
}
