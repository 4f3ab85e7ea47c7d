package paloma.transfer.congestion;

/**
 * CUBIC (RFC 9438), the plain choice: every loss is congestion, whatever its cause. Paced at 1.25 of window over round
 * trip, so that the window and not the clock bounds it.
 */
final class CubicControl implements CongestionControl {
    private static final double BETA = 0.7; // RFC 9438, section 4.6
    private static final double PACING_GAIN = 1.25; // RFC 9002, section 7.7
    private static final double INITIAL_WINDOW_PACKETS = 10; // RFC 6928
    private static final double MIN_WINDOW_PACKETS = 2; // RFC 9002, section 7.2
    private static final int PERSISTENT_PROBES = 2; // RFC 9002, section 7.6: about three probe timeouts of silence
    private static final int RTT_WEIGHT = 8; // RFC 6298, section 2.3

    /** Until the first packet has been acknowledged. */
    private static final double INITIAL_RTT_NANOS = 100_000_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private int packet;
    private final CubicGrowth growth;
    private double window;
    private double threshold = Double.MAX_VALUE;
    private long recoverDelivered;
    private boolean acked;
    private double smoothedRtt = INITIAL_RTT_NANOS;

    CubicControl(int packetBytes) {
        packet = packetBytes;
        growth = new CubicGrowth(packetBytes, BETA);
        window = INITIAL_WINDOW_PACKETS * packetBytes;
    }

    @Override
    public void onAck(AckSample sample) {
        acked = true;
        if (sample.rttNanos() > 0) {
            smoothedRtt += (sample.rttNanos() - smoothedRtt) / RTT_WEIGHT;
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
    public void begin(int packets) {
        window = acked ? window : Math.min(INITIAL_WINDOW_PACKETS, packets) * packet;
    }

    @Override
    public void datagramBytes(int bytes) {
        packet = bytes;
    }

    @Override
    public void onSilence(int probes) {
        if (probes >= PERSISTENT_PROBES) {
            threshold = growth.reduced(window);
            window = MIN_WINDOW_PACKETS * packet;
        }
    }

    @Override
    public long windowBytes() {
        return (long) window;
    }

    @Override
    public double pacingRate() {
        return PACING_GAIN * window * NANOS_PER_SECOND / smoothedRtt;
    }
}
