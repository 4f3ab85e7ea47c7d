package paloma.transfer.congestion;

/** Whether the delivery rate has stopped growing though the window has (draft-ietf-ccwg-bbr, BBRCheckFullBWReached). */
final class FullPipe {
    private final double growth;
    private final int rounds;
    private double largest;
    private int flatRounds;

    /**
     * @param growth factor below which a round trip's rate does not count as growth
     * @param rounds round trips without growth that fill the pipe
     */
    FullPipe(double growth, int rounds) {
        this.growth = growth;
        this.rounds = rounds;
    }

    /** Called at the end of a round trip; returns whether the pipe is now full. */
    boolean endRound(double delivered, boolean appLimited) {
        flatRounds = appLimited || delivered > growth * largest ? 0 : flatRounds + 1;
        largest = Math.max(largest, delivered);
        return flatRounds == rounds;
    }

    void restart() {
        flatRounds = 0;
    }

    /** Called when the path may deliver less than it did. */
    void forget() {
        restart();
        largest = 0;
    }
}
