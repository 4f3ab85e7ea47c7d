package paloma.testkit.tcp;

/** Slow start, with HyStart++ (RFC 9406) or without. */
final class SlowStart {
    private static final long MIN_THRESHOLD_NANOS = 4_000_000;
    private static final long MAX_THRESHOLD_NANOS = 16_000_000;
    private static final int MIN_RTT_DIVISOR = 8;
    private static final int MIN_SAMPLES = 8;
    private static final int GROWTH_DIVISOR = 4;
    private static final int CONSERVATIVE_ROUNDS = 5;
    private static final int MAX_GROWTH = 8; // RFC 9406, section 4.3, L of a sender that does not pace

    private final boolean isHyStart;
    private long roundEnd;
    private long lastRoundRtt = Long.MAX_VALUE;
    private long roundRtt = Long.MAX_VALUE;
    private long baselineRtt = Long.MAX_VALUE;
    private int samples;
    private int conservativeRounds;

    SlowStart(boolean isHyStart) {
        this.isHyStart = isHyStart;
    }

    /** Returns by how many segments the window grows. */
    double growth(int delivered, long sentSegment, long nextSegment, long rttNanos) {
        if (!isHyStart) {
            return delivered;
        }
        if (sentSegment >= roundEnd) {
            beginRound(nextSegment);
        }
        roundRtt = Math.min(roundRtt, rttNanos);
        samples++;
        look();
        double growth = Math.min(delivered, MAX_GROWTH);
        return isConservative() ? growth / GROWTH_DIVISOR : growth;
    }

    /** Returns whether slow start has ended without a loss. */
    boolean isOver() {
        return conservativeRounds > CONSERVATIVE_ROUNDS;
    }

    private boolean isConservative() {
        return conservativeRounds > 0;
    }

    private void beginRound(long nextSegment) {
        roundEnd = nextSegment;
        lastRoundRtt = roundRtt;
        roundRtt = Long.MAX_VALUE;
        samples = 0;
        conservativeRounds += isConservative() ? 1 : 0;
    }

    private void look() {
        if (samples < MIN_SAMPLES || lastRoundRtt == Long.MAX_VALUE) {
            return;
        }
        long threshold = Math.max(MIN_THRESHOLD_NANOS, Math.min(lastRoundRtt / MIN_RTT_DIVISOR, MAX_THRESHOLD_NANOS));
        if (isConservative() && roundRtt < baselineRtt) {
            conservativeRounds = 0;
            baselineRtt = Long.MAX_VALUE;
        } else if (!isConservative() && roundRtt >= lastRoundRtt + threshold) {
            conservativeRounds = 1;
            baselineRtt = roundRtt;
        }
    }
}
