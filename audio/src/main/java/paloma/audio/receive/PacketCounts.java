package paloma.audio.receive;

/**
 * How many packets of one stream were expected, and how many came (RFC 3550, 6.4.1 and appendix A.3). Counts in sequence
 * numbers that never wrap.
 */
final class PacketCounts {
    /** The fraction lost is told in 256ths, in one byte. */
    private static final int FRACTIONS = 256;

    private long first;
    private long highest;
    private boolean begun;
    private long packets;
    private long unique;
    private long answers;
    private long recovered;
    private long passedOver;
    private long passedFrom;
    private long passedTo;
    private long expectedBefore;
    private long lostBefore;

    /** Counts from the packet {@code number} on. */
    void begin(long number) {
        begun = true;
        first = number;
    }

    boolean hasBegun() {
        return begun;
    }

    long first() {
        return first;
    }

    long highest() {
        return highest;
    }

    /** Called when there is a packet of that number; returns whether none had a higher one. */
    boolean reach(long number) {
        boolean isHigher = number > highest;
        highest = isHigher ? number : highest;
        return isHigher;
    }

    void came(long number) {
        packets++;
        first = Math.min(first, number);
    }

    /** Called when a packet came whose number says nothing yet. */
    void cameAside() {
        packets++;
    }

    /**
     * Called when a packet brought new sound.
     *
     * @param isAnswer whether it came because it was asked for
     */
    void wasNew(boolean isAnswer, long number) {
        unique++;
        passedOver -= number >= passedFrom && number < passedTo ? 1 : 0;
        answers += isAnswer ? 1 : 0;
    }

    /** Called when these numbers are not expected: that they did not come is not the path's doing. */
    void passOver(long from, long to) {
        passedFrom = from;
        passedTo = to;
        passedOver += to - from;
    }

    void wasRecovered() {
        recovered++;
    }

    long packets() {
        return packets;
    }

    long recovered() {
        return recovered;
    }

    long expected() {
        return begun ? highest - first + 1 - passedOver : 0;
    }

    /** Returns how many did not come in time, whether they were asked for and came then or not at all. */
    long missed() {
        return expected() - unique;
    }

    /** Returns how many packets the path has lost, repaired or not. */
    long lostOnThePath() {
        return missed() + answers;
    }

    /** Returns the share that the path lost since this was last asked, in 256ths. */
    int takeFractionLost() {
        long expected = expected() - expectedBefore;
        long lost = lostOnThePath() - lostBefore;
        expectedBefore = expected();
        lostBefore = lostOnThePath();
        return expected <= 0 || lost <= 0 ? 0 : (int) Math.min(FRACTIONS - 1, FRACTIONS * lost / expected);
    }
}
