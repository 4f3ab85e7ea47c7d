package paloma.transfer;

/** The receiver's clock as its acknowledgements tell it: 32 bits of microseconds on the wire, which wrap; never back. */
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
