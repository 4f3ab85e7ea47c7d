package paloma.audio.rtp;

/**
 * The one home of wrap-around: numbers on rings of 16 bits (sequence numbers) and 32 bits (timestamps). Two numbers are
 * compared by the shorter way around, so they must lie within half a ring of each other.
 */
public final class Sequence {
    private Sequence() {}

    /** Returns how far {@code to} comes after {@code from}, from -32,768 to 32,767; only the low 16 bits of both count. */
    public static int distance16(int from, int to) {
        return (short) (to - from);
    }

    /** Returns how far {@code to} comes after {@code from}, from -2^31 to 2^31 - 1. */
    public static int distance32(int from, int to) {
        return to - from;
    }

    /**
     * Returns the number nearest to {@code near} whose low 16 bits are those of {@code number}. It may be negative: before
     * a first packet 0 comes -1.
     */
    public static long extend16(long near, int number) {
        return near + distance16((int) near, number);
    }

    /** Returns the number nearest to {@code near} whose low 32 bits are {@code number}; it may be negative. */
    public static long extend32(long near, int number) {
        return near + distance32((int) near, number);
    }
}
