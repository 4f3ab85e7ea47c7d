package paloma.transfer.congestion;

/** Makes our queue empty for a moment, so that the path shows itself without it (BBR's ProbeRTT), and remembers what it showed. */
final class QueueDrain {
    /** One until what is sent less has arrived, one that shows it. */
    private static final int DRAIN_ROUNDS = 2;

    /** A round trip after the last packet that left while our queue was drained has been acknowledged. */
    private static final int SETTLING_ROUNDS = DRAIN_ROUNDS + 2;

    private int roundsLeft;
    private double factor;
    private double leastRtt;

    /** @param windowFactor what is left of the window meanwhile */
    void begin(double windowFactor, double rttSeconds) {
        factor = windowFactor;
        roundsLeft = SETTLING_ROUNDS;
        leastRtt = rttSeconds;
    }

    /** Called at the end of a round trip; returns whether the path has now shown itself. */
    boolean endRound(double rttSeconds) {
        boolean wasSettling = isSettling();
        roundsLeft = Math.max(0, roundsLeft - 1);
        if (wasSettling) {
            leastRtt = Math.min(leastRtt, rttSeconds);
        }
        return wasSettling && !isSettling();
    }

    boolean isDraining() {
        return roundsLeft > SETTLING_ROUNDS - DRAIN_ROUNDS;
    }

    /** Returns whether acknowledgements still tell of the drained queue. */
    boolean isSettling() {
        return roundsLeft > 0;
    }

    /** Returns the least round trip in seconds that was seen meanwhile. */
    double leastRttSeconds() {
        return leastRtt;
    }

    double windowFactor() {
        return isDraining() ? factor : 1;
    }
}
