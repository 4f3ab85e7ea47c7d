package paloma.audio.jitter;

import java.util.Arrays;

/**
 * The median of what comes, forgetting what is long past: exact over the first values, then moved a little up or down by each
 * (Robbins and Monro, A stochastic approximation method, 1951).
 */
final class Median {
    private static final int EXACT = 256;
    private static final int EVERY = 16;
    private static final long STEP = 20_000;

    private final long[] first = new long[EXACT];
    private int count;
    private long value;

    void add(long next) {
        if (count < EXACT) {
            first[count++] = next;
            if (count <= EVERY || count % EVERY == 0) {
                value = middle();
            }
        } else {
            value += Long.signum(next - value) * Math.min(STEP, Math.abs(next - value));
        }
    }

    long value() {
        return value;
    }

    void clear() {
        count = 0;
    }

    private long middle() {
        long[] sorted = Arrays.copyOf(first, count);
        Arrays.sort(sorted);
        return sorted[(count - 1) / 2];
    }
}
