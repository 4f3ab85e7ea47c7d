package paloma.audio.jitter;

import java.util.Arrays;

/**
 * How much faster or slower than ours the sender's clock goes: the slope of the least delays, each of a few seconds, over
 * the last minutes. A queue only ever adds to a delay, so the least of many lies near the path's own.
 */
public final class DriftEstimate {
    private static final long WINDOW_NANOS = 3_000_000_000L;
    private static final int POINTS = 60;
    private static final int LEAST_POINTS = 15;

    private final double[] seconds = new double[POINTS];
    private final double[] delays = new double[POINTS];
    private long originNanos;
    private long originDelay;
    private long windowEnd;
    private long least;
    private long leastAt;
    private int count;
    private boolean begun;
    private double slope;
    private int slopeOf;

    /** Takes a packet that came by itself. */
    public void add(long mediaNanos, long arrivalNanos) {
        long delay = arrivalNanos - mediaNanos;
        if (!begun) {
            begun = true;
            originNanos = arrivalNanos;
            originDelay = delay;
            begin(delay, arrivalNanos);
        } else if (arrivalNanos - windowEnd >= 0) {
            seconds[count % POINTS] = (leastAt - originNanos) / 1e9;
            delays[count % POINTS] = (least - originDelay) / 1e9;
            count++;
            begin(delay, arrivalNanos);
        } else if (delay < least) {
            least = delay;
            leastAt = arrivalNanos;
        }
    }

    /**
     * Gives by what share the sender's clock is faster than ours: 1e-6 is one part in a million. 0 while too little is
     * known.
     */
    public double faster() {
        int points = Math.min(count, POINTS);
        if (points < LEAST_POINTS) {
            return 0;
        }
        if (slopeOf != count) {
            slopeOf = count;
            slope = medianSlope(points);
        }
        return -slope;
    }

    /** The median over all pairs of points (Theil and Sen): windows in which the path or the machine stood still do not count. */
    private double medianSlope(int points) {
        double[] slopes = new double[points * (points - 1) / 2];
        int found = 0;
        for (int i = 0; i < points; i++) {
            for (int j = 0; j < i; j++) {
                slopes[found++] = (delays[i] - delays[j]) / (seconds[i] - seconds[j]);
            }
        }
        Arrays.sort(slopes);
        return found % 2 == 1 ? slopes[found / 2] : (slopes[found / 2 - 1] + slopes[found / 2]) / 2;
    }

    /** Says whether there is enough to go by. */
    public boolean isKnown() {
        return count >= LEAST_POINTS;
    }

    public void clear() {
        count = 0;
        begun = false;
    }

    private void begin(long delay, long now) {
        least = delay;
        leastAt = now;
        windowEnd = now + WINDOW_NANOS;
    }
}
