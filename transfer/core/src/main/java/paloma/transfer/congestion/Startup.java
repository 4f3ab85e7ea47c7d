package paloma.transfer.congestion;

/** The start (BBR's Startup): opens the window until the path is full, and says when that was an error. */
final class Startup {
    private final Tuning.Startup tuning;
    private final int trainGrowth;
    private final PacketTrain train;
    private final FullPipe fullPipe;
    private final StandingQueue standing;
    private double growth;
    private boolean reordering;

    Startup(Tuning tuning) {
        this.tuning = tuning.startup();
        this.trainGrowth = tuning.train().maxGrowth();
        this.train = new PacketTrain(tuning.train(), tuning.rate().minSpanMicros());
        this.fullPipe = new FullPipe(this.tuning.fullGrowth(), this.tuning.fullRounds());
        this.standing = new StandingQueue(this.tuning.standingRounds());
        this.growth = this.tuning.growth();
    }

    /** Returns the window after an acknowledgement. */
    double grown(double window, AckSample sample, RecentRate recent, double baseRttSeconds) {
        reordering |= sample.reordered();
        train.onAck(sample, recent);
        boolean mayGrow = !sample.appLimited() || isUsed(window, sample.inFlightBytes() + sample.ackedBytes());
        double grown = mayGrow ? window + growth * sample.ackedBytes() : window;
        double byTrain = train.bytesPerSecond() * baseRttSeconds;
        return Math.max(grown, Math.min(byTrain, trainGrowth * sample.deliveredBytes()));
    }

    /** Returns whether so much is in flight that the window may be what holds the sender back. */
    boolean isUsed(double window, long inFlightBytes) {
        return inFlightBytes >= tuning.usedShare() * window;
    }

    /** Returns whether the path is full, as a round trip's delivery rate shows. */
    boolean isFull(double delivered, boolean appLimited) {
        return fullPipe.endRound(delivered, appLimited);
    }

    /** Returns the bytes that the path surely carries, of those in flight: the window has grown by the rest since they left. */
    double carriedBytes(long inFlightBytes) {
        return inFlightBytes / (1 + growth);
    }

    /**
     * Called at the end of a round trip after the start, to find a queue that was not that of a full path but of a busy host;
     * or one that has not stood for long, because whoever shared the path has gone or a loss was chance.
     *
     * @param isEmpty whether no queue of ours stands
     * @param bound whom the window is bounded for
     * @return whether the start goes on, or the bound may rise
     */
    boolean isToResume(boolean isEmpty, boolean appLimited, LossResponse.Bound bound, double rttNanos) {
        standing.endRound(isEmpty, appLimited);
        if (bound == LossResponse.Bound.NONE && !standing.isSeen()) {
            return standing.isGone();
        }
        return !reordering // packets that overtake hide how long they wait
                && switch (bound) {
                    case NONE -> standing.isEmptyFor(tuning.emptyNanos(), rttNanos);
                    case FOR_TCP -> standing.isEmptyFor(tuning.roomNanos(), rttNanos);
                    case FOR_NOBODY -> standing.isGone();
                };
    }

    /** Called when the start goes on, more gently. */
    void resume() {
        growth = tuning.resumedGrowth();
        standing.restart();
        fullPipe.restart();
    }

    /** Called when nothing that was known of the path holds. */
    void beginAnew() {
        growth = tuning.growth();
        standing.restart();
        fullPipe.forget();
        train.distrust();
    }

    PacketTrain train() {
        return train;
    }

    /** Returns whether a queue of ours has been seen since the first packet. */
    boolean hasSeenQueue() {
        return standing.isSeen();
    }

    /** Returns whether packets overtook one another during the start. */
    boolean isReordering() {
        return reordering;
    }
}
