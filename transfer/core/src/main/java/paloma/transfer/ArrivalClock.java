package paloma.transfer;

/** The receiver's clock, from the 32 bits of microseconds in its acknowledgements, which wrap; it never goes back. */
final class ArrivalClock {
    /** Two senders to one host hear of arrivals that are no further apart than this; else it is another host's clock. */
    private static final int MAX_APART_MICROS = 1_000_000;

    private long micros;
    private int shift;
    private boolean known;

    boolean isKnown() {
        return known;
    }

    /**
     * Called before the first time, where other senders have read the clock: there is one time for all.
     *
     * @param expectedMicros what it shows now by what they have read
     */
    void begin(int wireMicros, long expectedMicros) {
        int ahead = wireMicros - (int) expectedMicros;
        boolean isSame = Math.abs(ahead) < MAX_APART_MICROS;
        shift = isSame ? 0 : -ahead;
        micros = expectedMicros + (isSame ? ahead : 0);
        known = true;
    }

    void take(int wireMicros) {
        micros += Math.max(0, wireMicros + shift - (int) micros);
    }

    long micros() {
        return micros;
    }
}
