package paloma.transfer;

/** The receiver's clock, from the 32 bits of microseconds in its acknowledgements, which wrap; it never goes back. */
final class ArrivalClock {
    private long micros;
    private boolean known;

    void take(int wireMicros) {
        int step = known ? wireMicros - (int) micros : 0;
        micros = known ? micros + Math.max(0, step) : wireMicros;
        known = true;
    }

    long micros() {
        return micros;
    }
}
