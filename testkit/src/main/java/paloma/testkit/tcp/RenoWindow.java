package paloma.testkit.tcp;

/** The congestion window of RFC 5681. */
final class RenoWindow implements CongestionWindow {
    private static final double INITIAL = 10; // RFC 6928
    private static final double LEAST = 2;

    private final SlowStart slowStart = new SlowStart(false);
    private double segments = INITIAL;
    private double threshold = Double.MAX_VALUE;

    @Override
    public double segments() {
        return segments;
    }

    @Override
    public void onAck(int delivered, long sentSegment, long nextSegment, long rttNanos, long nowNanos) {
        segments += segments < threshold
                ? slowStart.growth(delivered, sentSegment, nextSegment, rttNanos)
                : delivered / segments;
    }

    @Override
    public double onLoss() {
        threshold = Math.max(LEAST, segments / 2);
        return threshold;
    }

    @Override
    public void onTimeout() {
        onLoss();
    }

    @Override
    public void set(double to) {
        segments = to;
    }
}
