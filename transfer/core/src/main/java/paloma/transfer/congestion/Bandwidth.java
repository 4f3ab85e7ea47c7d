package paloma.transfer.congestion;

/** What the path delivers: the largest rate of the last round trips, by the receiver's clock (BBR's max_bw). */
final class Bandwidth {
    private final RecentRate recent = new RecentRate();
    private final WindowedFilter rounds;
    private double max;

    /** @param window round trips that a rate is kept for */
    Bandwidth(int window) {
        rounds = new WindowedFilter(window);
    }

    void onAck(AckSample sample) {
        recent.onAck(sample);
    }

    RecentRate recent() {
        return recent;
    }

    /** Returns the bytes a second that the path delivers, 0 while that is unknown. */
    double max() {
        return max;
    }

    void add(double bytesPerSecond) {
        rounds.add(bytesPerSecond);
        max = rounds.largest();
    }

    /** Called at the end of a round trip; one in which the window held nothing back can only raise the maximum. */
    void endRound(double delivered, boolean appLimited) {
        if (!appLimited || rounds.isEmpty() || delivered > max) {
            add(delivered);
        }
    }

    /** Forgets the rates of earlier round trips. */
    void forget() {
        rounds.clear();
        max = 0;
    }

    /** Forgets everything, the acknowledgements of the current round trip too. */
    void clear() {
        forget();
        recent.clear();
    }
}
