package paloma.transfer.congestion;

/**
 * The queue that we ask for at the bottleneck, and so what a flow beside us keeps. It grows with the square root of the
 * rate, so two flows that share a bottleneck come to an even share: the slower one's queue is larger for its rate (the argument
 * is that of FAST TCP and Copa, whose flows each keep a constant number of packets in the queue). The share is 1 as a
 * rule, less after a loss, and more where the path would not be filled.
 */
final class QueueShare {
    private final Tuning.Queue queue;
    private final Tuning.Share tuning;
    private double share = 1;
    private boolean drained;
    private boolean crowded;

    QueueShare(Tuning.Queue queue, Tuning.Share tuning) {
        this.queue = queue;
        this.tuning = tuning;
    }

    /** Returns the bytes that are to stand in the queue. */
    double bytes(double bytesPerSecond) {
        return share * queue.bytesPerRootRate() * Math.sqrt(bytesPerSecond);
    }

    /** Returns how long a packet waits for a queue of share 1, quanta included. */
    double seconds(double bytesPerSecond) {
        return queue.quantumSeconds() + queue.bytesPerRootRate() / Math.sqrt(bytesPerSecond);
    }

    /**
     * Judges a round trip: a queue that stands though ours was drained is that of a flow that fills buffers.
     *
     * @param own length of our queue in seconds
     * @param reordering whether packets overtake one another
     * @param bounded whether the window is as large as a loss lets it be
     * @return whether to drain our queue now, to see what is left
     */
    boolean endRound(QueueDelayEstimator delay, double own, boolean reordering, boolean bounded) {
        boolean stands = delay.leastSeconds() > queue.standing() * own;
        if (stands) {
            crowded = drained;
            drained = !drained || crowded;
        } else if (delay.knowsLately() && delay.leastSeconds() < queue.gone() * own) {
            crowded = false;
            drained = false;
        }
        share = bounded && !crowded && !reordering ? bounded() : next(delay.seconds(), own, reordering);
        return stands;
    }

    /** Called when packets were lost into a full queue. */
    void cut() {
        share = Math.max(tuning.min(), tuning.cut() * share);
    }

    /** Called when the path is found empty: no more than the usual share is needed. */
    void relax() {
        share = Math.min(share, 1);
    }

    /** A queue that is not there is no sign of an empty path: others have lost as well, and room is left for them on purpose. */
    private double bounded() {
        return Math.min(1, share + tuning.recovery());
    }

    /** Beside a flow that fills buffers a small queue would be no share at all. */
    private double next(double delay, double own, boolean reordering) {
        if (crowded) {
            return Math.min(tuning.maxCrowded(), share * tuning.crowdedGrowth());
        }
        if (delay < tuning.starved() * own) {
            return Math.min(tuning.max(), share * (reordering ? tuning.reorderingGrowth() : tuning.growth()));
        }
        return share + (share > 1 ? (1 - share) * tuning.decay() : tuning.recovery());
    }
}
