package paloma.transfer.congestion;

/** How a window grows after a loss: slowly near where the loss was, fast away from it (RFC 9438, section 4). */
final class CubicGrowth {
    private static final double C = 0.4; // RFC 9438, section 4.1; segments a second cubed
    private static final double MIN_WINDOW_PACKETS = 2; // RFC 9002, section 7.2

    /** Of the window, in a round trip (RFC 9438, section 4.4). */
    private static final double MAX_TARGET = 1.5;

    private static final double NANOS_PER_SECOND = 1e9;

    private final int packet;
    private final double beta;
    private double windowMax;
    private double renoWindow;
    private double riseSeconds;
    private long epochNanos;
    private boolean growing;

    /** @param beta what is left of the window after a loss */
    CubicGrowth(int packetBytes, double beta) {
        this.packet = packetBytes;
        this.beta = beta;
    }

    /** Returns the window after a loss. */
    double reduced(double window) {
        windowMax = window < windowMax ? window * (1 + beta) / 2 : window; // fast convergence, section 4.7
        growing = false;
        return Math.max(MIN_WINDOW_PACKETS * packet, window * beta);
    }

    /** Returns the window after {@code ackedBytes} more have arrived. */
    double grown(double window, int ackedBytes, long now, double rttNanos) {
        if (!growing) {
            growing = true;
            epochNanos = now;
            renoWindow = window;
            windowMax = Math.max(windowMax, window);
            riseSeconds = Math.cbrt((windowMax - window) / packet / C);
        }
        double seconds = (now - epochNanos + rttNanos) / NANOS_PER_SECOND;
        double cubic = windowMax + C * Math.pow(seconds - riseSeconds, 3) * packet;
        double additive = 3 * (1 - beta) / (1 + beta); // section 4.3
        renoWindow += additive * packet * ackedBytes / window;
        double target = Math.min(MAX_TARGET * window, Math.max(window, Math.max(cubic, renoWindow)));
        return window + (target - window) * ackedBytes / window;
    }
}
