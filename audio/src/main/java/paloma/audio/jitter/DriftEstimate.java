package paloma.audio.jitter;

import java.util.Arrays;

/**
 * How much faster or slower than ours the sender's clock runs: the slope of the delays over the last minutes. Of each few
 * seconds the delay that one packet in ten stays below counts: a queue only ever adds to a delay, and so many are swift that
 * chance evens out.
 */
public final class DriftEstimate {
    /** One point of the line comes from so long; {@link #POINTS} of them are three minutes. */
    private static final long WINDOW_NANOS = 3_000_000_000L;

    /** Bounds the memory: 3 s have 520 packets of 256 frames at 44.1 kHz, and more say no more. */
    private static final int WINDOW_PACKETS = 2_048;

    /** The share of swifter packets at which the delay of a window is read. */
    private static final double SWIFT = 0.1;

    private static final int POINTS = 60;

    /** With fewer points, 36 s, chance outweighs the drift of usual clocks. */
    private static final int MIN_POINTS = 12;

    /** A slope that chance could have made is none; of few points their spread itself is uncertain. */
    private static final double MIN_STANDARD_ERRORS = 3.5;

    private static final double UNCERTAIN_POINTS = 16;

    /** From the median of absolute deviations to the standard deviation of what is normal. */
    private static final double DEVIATION = 1.4826;

    /** The variance of points that are spread evenly over a span is a twelfth of its square. */
    private static final double UNIFORM = 12;

    private final double[] seconds = new double[POINTS];
    private final double[] delays = new double[POINTS];
    private final long[] window = new long[WINDOW_PACKETS];
    private long originNanos;
    private long originDelay;
    private long windowBegin;
    private int inWindow;
    private int count;
    private boolean begun;
    private double slope;

    /** Called with a packet that arrived unrequested. */
    public void add(long mediaNanos, long arrivalNanos) {
        long delay = arrivalNanos - mediaNanos;
        if (!begun) {
            begun = true;
            originNanos = arrivalNanos;
            originDelay = delay;
            windowBegin = arrivalNanos;
        } else if (arrivalNanos - windowBegin >= WINDOW_NANOS) {
            addPoint();
            windowBegin = arrivalNanos;
            inWindow = 0;
        }
        if (inWindow < WINDOW_PACKETS) {
            window[inWindow++] = delay - originDelay;
        }
    }

    /**
     * Returns by what share the sender's clock is faster than ours: 1e-6 is one part in a million. 0 while too little is
     * known.
     */
    public double faster() {
        return -slope;
    }

    /** Called when all packets take longer by so much from now on, or seem to since a clock was moved. */
    void shift(long nanos) {
        originDelay += nanos;
    }

    public void clear() {
        count = 0;
        inWindow = 0;
        begun = false;
        slope = 0;
    }

    private void addPoint() {
        Arrays.sort(window, 0, inWindow);
        int at = count++ % POINTS;
        seconds[at] = (windowBegin - originNanos) / 1e9;
        delays[at] = window[(int) (SWIFT * inWindow)] / 1e9;
        int points = Math.min(count, POINTS);
        slope = points < MIN_POINTS ? 0 : significant(medianSlope(points), points);
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
        return median(slopes);
    }

    /** Returns the slope, or 0 where its standard error is too large a part of it. */
    private double significant(double found, int points) {
        double[] off = new double[points];
        for (int i = 0; i < points; i++) {
            off[i] = delays[i] - found * seconds[i];
        }
        double middle = median(off.clone());
        for (int i = 0; i < points; i++) {
            off[i] = Math.abs(off[i] - middle);
        }
        double deviation = DEVIATION * median(off);
        double span = WINDOW_NANOS / 1e9 * points;
        double error = deviation * Math.sqrt(UNIFORM / points) / span;
        double least = MIN_STANDARD_ERRORS * (1 + UNCERTAIN_POINTS / points);
        return Math.abs(found) < least * error ? 0 : found;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
