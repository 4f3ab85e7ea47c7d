package paloma.transfer.congestion;

/**
 * CUBIC (RFC 9438), the plain choice: every loss is congestion, whatever its cause. Paced at 1.25 of window over round
 * trip, so that the window and not the clock is what bounds it (RFC 9002, section 7.7).
 */
final class CubicControl implements CongestionControl {
    private static final double BETA = 0.7; // RFC 9438, section 4.6
    private static final double PACING_GAIN = 1.25;

    private final int packet;
    private final CubicGrowth growth;
    private double window;
    private double threshold = Double.MAX_VALUE;
    private long recoverDelivered;
    private double smoothedRtt = 100_000_000;

    CubicControl(int packetBytes) {
        packet = packetBytes;
        growth = new CubicGrowth(packetBytes, BETA);
        window = 10.0 * packetBytes; // RFC 6928
    }

    @Override
    public void onAck(AckSample sample) {
        if (sample.rttNanos() > 0) {
            smoothedRtt += (sample.rttNanos() - smoothedRtt) / 8;
        }
        if (sample.lostBytes() > 0 && sample.deliveredAtSendBytes() >= recoverDelivered) {
            recoverDelivered = sample.deliveredBytes();
            window = growth.reduced(window);
            threshold = window;
        } else if (!sample.appLimited()) {
            window = window < threshold
                    ? window + sample.ackedBytes()
                    : growth.grown(window, sample.ackedBytes(), sample.nowNanos(), smoothedRtt);
        }
    }

    @Override
    public void onSilence(int probes) {
        if (probes >= 2) { // persistent congestion (RFC 9002, section 7.6)
            threshold = growth.reduced(window);
            window = 2.0 * packet;
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
}
