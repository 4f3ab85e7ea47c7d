package paloma.transfer;

import java.util.Arrays;

/** Disjoint, ascending ranges of whole numbers, {@code from} included and {@code to} not: packets or bytes that are there. */
final class Ranges {
    private final int limit;
    private long[] from = new long[8];
    private long[] to = new long[8];
    private int size;

    /** @param limit how many ranges are kept: beyond that the lowest are forgotten */
    Ranges(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    long from(int i) {
        return from[i];
    }

    long to(int i) {
        return to[i];
    }

    /** Returns whether all of the range is there. */
    boolean contains(long first, long end) {
        int i = firstReaching(end);
        return i < size && from[i] <= first;
    }

    /** Adds a range and returns how many numbers of it were not there yet. */
    long add(long first, long end) {
        int i = firstReaching(first);
        int past = i;
        long lowest = first;
        long highest = end;
        long known = 0;
        while (past < size && from[past] <= end) {
            lowest = Math.min(lowest, from[past]);
            highest = Math.max(highest, to[past]);
            known += to[past] - from[past];
            past++;
        }
        replace(i, past, lowest, highest);
        return highest - lowest - known;
    }

    void clear() {
        size = 0;
    }

    /** Returns the lowest range that ends at {@code number} or later. */
    private int firstReaching(long number) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (to[middle] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void replace(int i, int past, long lowest, long highest) {
        int shift = 1 - (past - i);
        if (size + shift > from.length) {
            from = Arrays.copyOf(from, 2 * from.length);
            to = Arrays.copyOf(to, 2 * to.length);
        }
        if (shift != 0) {
            System.arraycopy(from, past, from, past + shift, size - past);
            System.arraycopy(to, past, to, past + shift, size - past);
        }
        from[i] = lowest;
        to[i] = highest;
        size += shift;
        if (size > limit) {
            System.arraycopy(from, 1, from, 0, --size);
            System.arraycopy(to, 1, to, 0, size);
        }
    }
}
