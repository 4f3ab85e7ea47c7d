package paloma.transfer.congestion;

/**
 * CUBIC (RFC 9438), the plain choice: every loss is congestion, whatever its cause. Paced at 1.25 of window over round
 * trip, so that the window and not the clock is what bounds it (RFC 9002, section 7.7).
 */
final class CubicControl implements CongestionControl {
    private static final double C = 0.4; // RFC 9438, section 4.1; segments a second cubed
    private static final double BETA = 0.7; // RFC 9438, section 4.6
    private static final double ADDITIVE = 3 * (1 - BETA) / (1 + BETA); // RFC 9438, section 4.3
    private static final double PACING_GAIN = 1.25;

    private final int packet;
    private double window;
    private double threshold = Double.MAX_VALUE;
    private double windowMax;
    private double renoWindow;
    private double riseSeconds;
    private long epochNanos;
    private long recoverDelivered;
    private long smoothedRtt = 100_000_000;

    CubicControl(int packetBytes) {
        packet = packetBytes;
        window = 10.0 * packetBytes; // RFC 6928
    }

    @Override
    public void onAck(AckSample sample) {
        if (sample.rttNanos() > 0) {
            smoothedRtt += (sample.rttNanos() - smoothedRtt) / 8;
        }
        if (sample.lostBytes() > 0 && sample.deliveredAtSendBytes() >= recoverDelivered) {
            reduce(sample);
        } else if (!sample.appLimited()) {
            grow(sample);
        }
    }

    @Override
    public void onSilence(int probes) {
        if (probes >= 2) { // persistent congestion (RFC 9002, section 7.6)
            threshold = Math.max(2.0 * packet, window * BETA);
            window = 2.0 * packet;
            epochNanos = 0;
        }
    }

    @Override
    public long windowBytes() {
        return (long) window;
    }

    @Override
    public double pacingRate() {
        return PACING_GAIN * window * 1e9 / smoothedRtt;
    }

    private void reduce(AckSample sample) {
        recoverDelivered = sample.deliveredBytes();
        windowMax = window < windowMax ? window * (1 + BETA) / 2 : window; // fast convergence, section 4.7
        window = Math.max(2.0 * packet, window * BETA);
        threshold = window;
        epochNanos = 0;
    }

    private void grow(AckSample sample) {
        if (window < threshold) {
            window += sample.ackedBytes();
            return;
        }
        if (epochNanos == 0) {
            epochNanos = sample.nowNanos();
            renoWindow = window;
            windowMax = Math.max(windowMax, window);
            riseSeconds = Math.cbrt((windowMax - window) / packet / C);
        }
        double seconds = (sample.nowNanos() - epochNanos + smoothedRtt) / 1e9;
        double cubic = windowMax + C * Math.pow(seconds - riseSeconds, 3) * packet;
        renoWindow += ADDITIVE * packet * sample.ackedBytes() / window;
        double target = Math.min(1.5 * window, Math.max(window, Math.max(cubic, renoWindow)));
        window += (target - window) * sample.ackedBytes() / window;
    }
}
