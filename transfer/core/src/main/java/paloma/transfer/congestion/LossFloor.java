package paloma.transfer.congestion;

/**
 * The loss that the path shows while no queue stands: that of the radio, not of a full buffer. Only what goes beyond it is
 * a sign of congestion. Losses are counted as events, runs of packets that followed one another: a radio loses in
 * bursts, and one long burst says no more than one short one.
 */
final class LossFloor {
    private static final double MOST = 0.3;
    private static final double HEAVY = 0.2;
    private static final double REMEMBERED_BYTES = 4_000 * 1_472;
    private static final double DOUBT = 0.25;
    private static final double BLOCK_BYTES = 200 * 1_472;

    private double acked;
    private double lost;
    private double events;
    private double share;
    private double eventsPerByte;
    private double known;

    void onAck(AckSample sample) {
        acked += sample.ackedBytes();
        lost += sample.lostBytes();
        events += sample.lossEvents();
    }

    /** Returns the floor: lost bytes of all that were sent. */
    double share() {
        return share;
    }

    /** Returns the loss events a byte since {@link #begin}. */
    double eventRate() {
        return events / Math.max(1, acked + lost);
    }

    /** Returns the loss events a byte of the floor. */
    double floorRate() {
        return eventsPerByte;
    }

    /** Returns whether enough has been seen since {@link #begin} to judge. */
    boolean isBlock() {
        return acked + lost >= BLOCK_BYTES;
    }

    /**
     * Returns whether more was lost since {@link #begin} than the floor explains.
     *
     * @param sensitive whether a queue stands, so that little is enough
     */
    boolean isExceeded(boolean sensitive) {
        double all = acked + lost;
        double expected = (eventsPerByte + 1 / Math.max(known, BLOCK_BYTES)) * all;
        double margin = sensitive ? 1 + 2 * Math.sqrt(expected) : 3 + 4 * Math.sqrt(expected);
        return events > expected + margin || isHeavy();
    }

    /** Returns whether so much is being lost that no radio explains it. */
    boolean isHeavy() {
        return lost > 20 * 1_472 && lost > (share + HEAVY) * (lost + acked);
    }

    /** Takes what was lost since {@link #begin} as the floor: the queue was low, and it was lost all the same. */
    void adopt() {
        known = 0;
        learn(true);
    }

    /** Takes what was lost since {@link #begin} as a part of the floor; a little of it, where a queue stood. */
    void learn(boolean queueIsLow) {
        double all = acked + lost;
        if (all == 0) {
            return;
        }
        known = Math.min(known + all, REMEMBERED_BYTES);
        double weight = Math.min(1, all / known) * (queueIsLow || lost <= share * all ? 1 : DOUBT);
        share = Math.min(MOST, share + weight * (lost / all - share));
        eventsPerByte += weight * (events / all - eventsPerByte);
    }

    void begin() {
        acked = 0;
        lost = 0;
        events = 0;
    }
}
