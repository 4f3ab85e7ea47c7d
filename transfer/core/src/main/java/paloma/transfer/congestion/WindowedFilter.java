package paloma.transfer.congestion;

import java.util.Arrays;

/** The largest and the least of the last few values. */
final class WindowedFilter {
    private final double[] values;
    private int count;

    WindowedFilter(int window) {
        values = new double[window];
    }

    void add(double value) {
        values[count++ % values.length] = value;
    }

    double largest() {
        return Arrays.stream(values, 0, Math.min(count, values.length)).max().orElse(0);
    }

    double least() {
        return Arrays.stream(values, 0, Math.min(count, values.length)).min().orElse(0);
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count >= values.length;
    }

    void clear() {
        count = 0;
    }
}
