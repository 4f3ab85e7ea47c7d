package paloma.transfer.congestion;

/** For how many round trips in a row a queue has stood at the bottleneck, or none has though all of the window was used. */
final class StandingQueue {
    private final int rounds;
    private int queuedRounds;
    private int emptyRounds;
    private boolean seen;

    /** @param rounds round trips that tell chance from a queue */
    StandingQueue(int rounds) {
        this.rounds = rounds;
    }

    void endRound(boolean isEmpty, boolean appLimited) {
        emptyRounds = isEmpty && !appLimited ? emptyRounds + 1 : 0;
        queuedRounds = isEmpty ? 0 : queuedRounds + 1;
        seen |= queuedRounds == rounds;
    }

    /** Returns whether a queue of ours has stood: what the path delivers is known. */
    boolean isSeen() {
        return seen;
    }

    /** Returns whether what looked like a queue at the end of the start has gone at once. */
    boolean isGone() {
        return emptyRounds == rounds;
    }

    /** Returns whether none has stood for so long. */
    boolean isEmptyFor(double nanos, double rttNanos) {
        return emptyRounds * rttNanos >= nanos;
    }

    void restart() {
        emptyRounds = 0;
    }
}
