package paloma.audio.jitter;

/** Which packets share a parity that has not arrived yet: rows of equal length, one after another. Numbers never wrap. */
final class Rows {
    /** After so many rows without parity there is no more. */
    private static final int MAX_AHEAD = 3;

    private long first;
    private int columns;

    /** Called when the parity of the row that begins at {@code newFirst} has arrived. */
    void came(long newFirst, int newColumns) {
        if (columns == 0 || newFirst > first) {
            first = newFirst;
            columns = newColumns;
        }
    }

    /** Returns whether there is parity for what comes now. */
    boolean goOn(long highest) {
        return columns > 0 && highest - first < (long) (MAX_AHEAD + 1) * columns;
    }

    /** Returns whether the packet is of a row whose parity is still to come. */
    boolean hold(long sequence) {
        return sequence - first >= columns && goOn(sequence);
    }

    /** Returns the first packet of the row of a packet for which {@link #hold} is true. */
    long begin(long sequence) {
        return sequence - Math.floorMod(sequence - first, columns);
    }

    int columns() {
        return columns;
    }
}
