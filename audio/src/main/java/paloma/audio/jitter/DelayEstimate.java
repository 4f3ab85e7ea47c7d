package paloma.audio.jitter;

import java.util.Arrays;

/**
 * How long packets take: arrival minus media time. How much later than the swiftest of the last seconds the others come is
 * kept in a histogram that forgets; no offset between two clocks is in it, and their drift only as much as a few seconds
 * make. Typical means their median, which stays put when one packet is faster or many are late.
 */
public final class DelayEstimate {
    private static final long BIN_NANOS = 1_000_000;

    /** Two seconds of lateness; what is later counts as that late. */
    private static final int BINS = 2_000;

    /** The least delay is that of the last 8 to 12 s: long enough for a swift packet, short enough for the drift of two clocks. */
    private static final long WINDOW_NANOS = 4_000_000_000L;

    private static final int WINDOWS = 3;

    /** If all packets of a window were later by so much than is typical, they are for good. */
    private static final long STEP_NANOS = 20_000_000;

    /** What is later by so much than is typical does not move it: the windows tell whether it is for good. */
    private static final long FAR_NANOS = 40_000_000;

    /** After so many packets one counts for 1/e of a new one: about a minute. */
    private static final double MEMORY_PACKETS = 10_000;

    /** Weights grow, and are scaled down before they lose precision. */
    private static final double MAX_WEIGHT = 1e9;

    private final double[] bins = new double[BINS];
    private final Median typical = new Median();
    private final Median later = new Median();
    private final long[] least = new long[WINDOWS];
    private boolean begun;

    /** The first delay, from which all are counted: clocks begin anywhere, and wrap around. */
    private long originNanos;

    private double total;
    private double weight = 1;
    private long windowEnd;
    private boolean known;
    private long stepNanos;

    public DelayEstimate() {
        Arrays.fill(least, Long.MAX_VALUE);
    }

    /**
     * Called with a packet that arrived unrequested.
     *
     * @param mediaNanos when its first frame is due, by the sender's clock, from any origin
     * @param isBehind whether it came right behind another, and so is not typical
     */
    public void add(long mediaNanos, long arrivalNanos, boolean isBehind) {
        if (!begun) {
            begun = true;
            originNanos = arrivalNanos - mediaNanos;
        }
        long delay = arrivalNanos - mediaNanos - originNanos;
        turn(arrivalNanos);
        least[0] = Math.min(least[0], delay);
        if (typical.isEmpty()) {
            typical.add(delay);
        } else if (!isBehind) {
            (delay - typical.value() > FAR_NANOS ? later : typical).add(delay);
        }
        known = true;
        weight *= 1 + 1 / MEMORY_PACKETS;
        bins[(int) Math.min(BINS - 1, (delay - least()) / BIN_NANOS)] += weight;
        total += weight;
        if (weight > MAX_WEIGHT) {
            rescale();
        }
    }

    /** Returns how much later than a typical packet one came. */
    long lateNanos(long mediaNanos, long arrivalNanos) {
        return arrivalNanos - mediaNanos - typicalNanos();
    }

    /** Called when all packets take longer by so much from now on, or seem to since a clock was moved. */
    void shift(long nanos) {
        originNanos += nanos;
    }

    /** Returns once by how much longer all packets have come to take, though the stream was not interrupted; else 0. */
    long takeStepNanos() {
        long step = stepNanos;
        stepNanos = 0;
        return step;
    }

    public boolean isKnown() {
        return known;
    }

    /** Returns the least delay of the last seconds, from the sender's clock to ours, path included, once it is known. */
    public long leastNanos() {
        return originNanos + least();
    }

    private long least() {
        long found = Long.MAX_VALUE;
        for (long one : least) {
            found = Math.min(found, one);
        }
        return found;
    }

    /** Returns the median delay of the last seconds: from the sender's clock to ours, path included. */
    public long typicalNanos() {
        return originNanos + typical.value();
    }

    /** Returns the quantile of the lateness, rounded up to a millisecond; 0 if nothing arrived. */
    public long quantileNanos(double share) {
        double wanted = total * (1 - share);
        double above = 0;
        for (int i = BINS - 1; i >= 0 && total > 0; i--) {
            above += bins[i];
            if (above > wanted) {
                return (i + 1) * BIN_NANOS;
            }
        }
        return 0;
    }

    public void clear() {
        Arrays.fill(bins, 0);
        Arrays.fill(least, Long.MAX_VALUE);
        typical.clear();
        later.clear();
        total = 0;
        known = false;
    }

    private void turn(long now) {
        if (!known) {
            windowEnd = now + WINDOW_NANOS;
        } else if (now - windowEnd >= 0) {
            step();
            System.arraycopy(least, 0, least, 1, WINDOWS - 1);
            least[0] = Long.MAX_VALUE;
            windowEnd = now + WINDOW_NANOS;
        }
    }

    /** A path that has become longer is no jitter, so what was late because of it was in time. */
    private void step() {
        boolean allWereLater = least[0] != Long.MAX_VALUE && least[0] - typical.value() >= STEP_NANOS;
        long longer = later.value() - typical.value();
        boolean isStep = allWereLater && !later.isEmpty();
        later.clear();
        if (!isStep) {
            return;
        }
        least[0] -= longer;
        stepNanos += longer;
        shift(longer);
        int binsLonger = (int) Math.min(BINS, longer / BIN_NANOS);
        for (int i = (binsLonger + 1) / 2; i < BINS; i++) {
            double late = bins[i];
            bins[i] = 0;
            bins[Math.max(0, i - binsLonger)] += late;
        }
    }

    private void rescale() {
        for (int i = 0; i < BINS; i++) {
            bins[i] /= weight;
        }
        total /= weight;
        weight = 1;
    }
}
