package paloma.audio.jitter;

import java.util.Arrays;

/**
 * The median of a series, forgetting what is long past. At first it is that of the last {@link #RECENT} values, since the very
 * first may come from a program that was slow to start; later each value moves it a little up or down (Robbins and Monro, A stochastic
 * approximation method, 1951).
 */
final class Median {
    private static final int RECENT = 128;

    /** So many values are sorted; those after them move the median step by step. */
    private static final int FIRST = 4 * RECENT;

    /** Sorting takes time, so it is done for each of the first values and then for one in so many. */
    private static final int EVERY = 16;

    /** Nanoseconds by which one value moves the median. */
    private static final long STEP = 20_000;

    private final long[] recent = new long[RECENT];
    private int count;
    private long value;

    void add(long next) {
        if (count < FIRST) {
            recent[count++ % RECENT] = next;
            if (count <= EVERY || count % EVERY == 0) {
                value = of(recent, Math.min(count, RECENT));
            }
        } else {
            value += Long.signum(next - value) * Math.min(STEP, Math.abs(next - value));
        }
    }

    long value() {
        return value;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void clear() {
        count = 0;
    }

    /** Returns the median of the first values. */
    static long of(long[] values, int count) {
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }
}
