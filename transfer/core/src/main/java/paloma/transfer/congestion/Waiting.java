package paloma.transfer.congestion;

/**
 * How long packets wait at the bottleneck, whoever makes the queue: the least round trip lately, less the least ever. Minima, for a
 * host that was late says nothing of the path. It must not get used to the queue of a long download, so it forgets as slowly as
 * RFC 6817, section 4.2, has it.
 */
final class Waiting {
    /** Half of RFC 6817's ten minutes: the base is that of this time and of the one before. */
    private static final long TURN_NANOS = 300_000_000_000L;

    /** RFC 6817's CURRENT_FILTER. */
    private static final int RECENT = 4;

    /** A step up or down for each sample comes to the median: a host that stood still for once does not move it. */
    private static final double NOISE_STEP = 1.1;

    private static final double LEAST_NOISE_NANOS = 2e4;
    private static final double INITIAL_RTT_NANOS = 1e8;
    private static final double RTT_WEIGHT = 0.125; // RFC 6298, section 2.3
    private static final double UNKNOWN = Double.MAX_VALUE;

    private final WindowedFilter recent = new WindowedFilter(RECENT);
    private double base = UNKNOWN;
    private double baseBefore = UNKNOWN;
    private double inRound = UNKNOWN;
    private double last;
    private double smoothed;
    private double noise = LEAST_NOISE_NANOS;
    private long turnedNanos;

    void onAck(AckSample sample) {
        double rtt = sample.rttNanos();
        if (rtt == 0) {
            return;
        }
        turn(sample.nowNanos());
        noise *= Math.abs(rtt - last) > noise ? NOISE_STEP : 1 / NOISE_STEP;
        noise = Math.max(noise, LEAST_NOISE_NANOS);
        smoothed += (rtt - smoothed) * (isKnown() ? RTT_WEIGHT : 1);
        last = rtt;
        recent.add(rtt);
        inRound = Math.min(inRound, rtt);
        base = Math.min(base, rtt);
    }

    /** Called at the end of a round trip; returns how long its swiftest packet waited. */
    double endRound() {
        double waited = inRound == UNKNOWN ? 0 : inRound - base();
        inRound = UNKNOWN;
        return waited;
    }

    /** Returns how long the swiftest of the last packets waited. */
    double lately() {
        return recent.isFull() ? recent.least() - base() : 0;
    }

    /** Returns by how much a round trip commonly differs from the one before it: that is jitter, for a queue changes slowly. */
    double noiseNanos() {
        return noise;
    }

    /** Returns the round trip when no queue stands. */
    double baseNanos() {
        return isKnown() ? base() : INITIAL_RTT_NANOS;
    }

    double rttNanos() {
        return isKnown() ? smoothed : INITIAL_RTT_NANOS;
    }

    private boolean isKnown() {
        return smoothed > 0;
    }

    private double base() {
        return Math.min(base, baseBefore);
    }

    private void turn(long now) {
        if (!isKnown()) {
            turnedNanos = now;
        } else if (now - turnedNanos > TURN_NANOS) {
            baseBefore = base;
            base = UNKNOWN;
            turnedNanos = now;
        }
    }
}
