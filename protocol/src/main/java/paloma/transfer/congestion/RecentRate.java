package paloma.transfer.congestion;

/** What was delivered lately, by the receiver's clock: over the last acknowledgements that span a few milliseconds. */
final class RecentRate {
    private static final int POINTS = 64;
    private static final long LEAST_MICROS = 4_000;

    private final long[] arrival = new long[POINTS];
    private final long[] delivered = new long[POINTS];
    private int count;

    void onAck(AckSample sample) {
        arrival[count % POINTS] = sample.arrivalMicros();
        delivered[count % POINTS] = sample.deliveredBytes();
        count++;
    }

    void clear() {
        count = 0;
    }

    /** Gives the rate over the shortest recent time that is long enough to be believed; 0 where there is none. */
    double bytesPerSecond() {
        if (count < 2) {
            return 0;
        }
        int last = (count - 1) % POINTS;
        int oldest = Math.max(0, count - POINTS);
        int i = count - 2;
        while (i > oldest && arrival[last] - arrival[i % POINTS] < LEAST_MICROS) {
            i--;
        }
        long micros = arrival[last] - arrival[i % POINTS];
        return micros <= 0 ? 0 : (delivered[last] - delivered[i % POINTS]) * 1e6 / micros;
    }
}
