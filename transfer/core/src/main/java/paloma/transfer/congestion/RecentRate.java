package paloma.transfer.congestion;

/** What was delivered lately, by the receiver's clock: over the last acknowledgements that span long enough. */
final class RecentRate {
    /** Acknowledgements that are closer become one point: a quarter of the receiver's least interval. */
    private static final int SPACING_MICROS = 250;

    /** Further apart by this factor is the work of a bottleneck; less may be that of a busy host. */
    private static final double STRETCH = 1.5;

    /** 128 ms at that spacing at least. */
    private static final int POINTS = 512;

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    private final long[] arrival = new long[POINTS];
    private final long[] delivered = new long[POINTS];
    private final long[] sent = new long[POINTS];
    private int count;

    void onAck(AckSample sample) {
        int last = (count + POINTS - 1) % POINTS;
        if (count == 0 || sample.arrivalMicros() - arrival[last] >= SPACING_MICROS) {
            last = count++ % POINTS;
            arrival[last] = sample.arrivalMicros();
        }
        delivered[last] = sample.deliveredBytes();
        sent[last] = sample.sentNanos();
    }

    void clear() {
        count = 0;
    }

    /** Returns the rate over the shortest recent time of at least {@code leastMicros}; 0 where nothing is known. */
    double bytesPerSecond(double leastMicros) {
        if (count < 2) {
            return 0;
        }
        int last = (count - 1) % POINTS;
        int first = since(leastMicros);
        long micros = arrival[last] - arrival[first];
        return micros <= 0 ? 0 : (delivered[last] - delivered[first]) * MICROS_PER_SECOND / micros;
    }

    /** Returns whether packets arrived further apart in that time than they had left: a bottleneck lies between. */
    boolean isStretched(double leastMicros) {
        if (count < 2) {
            return false;
        }
        int last = (count - 1) % POINTS;
        int first = since(leastMicros);
        double left = (sent[last] - sent[first]) / NANOS_PER_MICRO;
        return arrival[last] - arrival[first] > STRETCH * left;
    }

    private int since(double leastMicros) {
        int last = (count - 1) % POINTS;
        int oldest = Math.max(0, count - POINTS);
        int i = count - 2;
        while (i > oldest && arrival[last] - arrival[i % POINTS] < leastMicros) {
            i--;
        }
        return i % POINTS;
    }
}
