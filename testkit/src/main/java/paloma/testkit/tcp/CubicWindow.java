package paloma.testkit.tcp;

/** The congestion window of RFC 9438. */
final class CubicWindow implements CongestionWindow {
    private static final double INITIAL = 10; // RFC 6928
    private static final double LEAST = 2;
    private static final double BETA = 0.7;
    private static final double C = 0.4;
    private static final double MAX_TARGET = 1.5;
    private static final double NANOS_PER_SECOND = 1e9;

    private final SlowStart slowStart;
    private double segments = INITIAL;
    private double threshold = Double.MAX_VALUE;
    private double max;
    private double prior;
    private double renoSegments;
    private double riseSeconds;
    private double leastRtt = Double.MAX_VALUE;
    private long epochNanos;
    private boolean growing;

    CubicWindow(boolean hyStart) {
        slowStart = new SlowStart(hyStart);
    }

    @Override
    public double segments() {
        return segments;
    }

    @Override
    public void onAck(int delivered, long sentSegment, long nextSegment, long rttNanos, long nowNanos) {
        leastRtt = Math.min(leastRtt, rttNanos / NANOS_PER_SECOND);
        if (segments >= threshold) {
            avoidCongestion(delivered, nowNanos);
            return;
        }
        segments += slowStart.growth(delivered, sentSegment, nextSegment, rttNanos);
        if (slowStart.isOver()) {
            threshold = Math.min(threshold, segments);
        }
    }

    private void avoidCongestion(int delivered, long now) {
        if (!growing) {
            beginEpoch(now);
        }
        double seconds = (now - epochNanos) / NANOS_PER_SECOND + leastRtt;
        double cubic = max + C * Math.pow(seconds - riseSeconds, 3);
        double alpha = renoSegments < prior ? 3 * (1 - BETA) / (1 + BETA) : 1; // section 4.3
        renoSegments += alpha * delivered / segments;
        double target = Math.min(MAX_TARGET * segments, Math.max(cubic, renoSegments));
        segments += Math.max(0, target - segments) * delivered / segments;
    }

    private void beginEpoch(long now) {
        growing = true;
        epochNanos = now;
        renoSegments = segments;
        max = Math.max(max, segments);
        riseSeconds = Math.cbrt((max - segments) / C);
    }

    @Override
    public double onLoss() {
        prior = segments;
        max = segments < max ? segments * (1 + BETA) / 2 : segments; // fast convergence, section 4.7
        growing = false;
        threshold = Math.max(LEAST, segments * BETA);
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
