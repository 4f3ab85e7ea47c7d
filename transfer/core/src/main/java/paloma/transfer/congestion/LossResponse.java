package paloma.transfer.congestion;

/**
 * A bound on what is in flight (BBR's inflight_hi) that only losses beyond the floor bring about, and that then grows as
 * CUBIC's window does: so a TCP flow at the same bottleneck keeps its room (RFC 8085, section 3.1), and a buffer that is smaller
 * than our queue is not run over. A cut is an experiment: when as much is lost after the queue has emptied, the loss was no
 * congestion; it becomes the floor, and the bound is lifted.
 */
final class LossResponse {
    private static final double BETA = 0.7; // RFC 9438, section 4.6
    private static final double UNBOUNDED = Double.MAX_VALUE;

    /** In a round trip in which there is room: 0.9 s to twice as much at 50 ms, and a queue of 2 ms before it shows. */
    private static final double RAISE = 1.04;

    /** Of what is sent: where so much is lost by chance, a TCP flow has next to nothing (3 of 100 Mbit/s over wan) to lose to us. */
    private static final double NO_TCP_SHARE = 0.01;

    /** After a cut: longer than a CUBIC flow beside us takes to come back to where it was (K of RFC 9438 is 4 to 8 s). */
    private static final long BELIEVED_NANOS = 10_000_000_000L;

    /** A queue that stands after so many round trips is not ours. */
    private static final int MAX_WATCHED_ROUNDS = 4;

    /** What is lost in them is the start's, which fills the queue on purpose. */
    private static final int ROUNDS_AFTER_STARTUP = 3;

    /** What is lost in them had left before the window came down (RFC 9002, section 7.3.2). */
    private static final int ROUNDS_AFTER_REDUCTION = 2;

    /** Whom the window is bounded for: where more than a little is lost by chance, no TCP flow can take the room. */
    enum Bound {
        NONE,
        FOR_TCP,
        FOR_NOBODY
    }

    private enum State {
        CALM,
        /** The window has been cut; what comes in now had left before. */
        CUT,
        /** What comes in now had left with the smaller window. */
        WATCHING
    }

    private final LossFloor floor;
    private final CubicGrowth growth;
    private State state = State.CALM;
    private double bound = UNBOUNDED;
    private double boundBefore;
    private double eventRateBefore;
    private int watchedRounds;
    private int ignoredRounds;
    private long nowNanos;
    private long cutNanos;
    private boolean started;
    private boolean startIsOver;

    LossResponse(int packetBytes) {
        floor = new LossFloor(packetBytes);
        growth = new CubicGrowth(packetBytes, BETA);
    }

    /** Called when packets are of another size from now on. */
    void packetBytes(int bytes) {
        floor.packetBytes(bytes);
    }

    void onAck(AckSample sample, double window, double rttNanos) {
        floor.onAck(sample);
        nowNanos = sample.nowNanos();
        if (isBounding() && window >= bound && !sample.appLimited()) {
            bound = growth.grown(bound, sample.ackedBytes(), sample.nowNanos(), rttNanos);
        }
    }

    /**
     * Judges a round trip.
     *
     * @param queueIsLow whether packets wait much less than they did lately
     * @param queueIsHigh whether packets wait much longer than our own queue explains
     * @return whether the window must be cut now
     */
    boolean endRound(double window, boolean queueIsLow, boolean queueIsHigh) {
        if (ignoredRounds > 0) {
            ignoredRounds--;
            return ignore(State.CALM);
        }
        startIsOver |= started;
        if (state == State.CUT) {
            return ignore(State.WATCHING);
        }
        boolean exceeded = floor.isExceeded(queueIsHigh);
        if (!floor.isBlock() && !exceeded) {
            return false;
        }
        boolean cut = judge(window, queueIsLow, queueIsHigh, exceeded);
        floor.begin();
        return cut;
    }

    /**
     * Judges the start, and then each round trip in which its losses come in: where they are many, the queue was somebody else's, or
     * is full now, and a TCP flow there loses in each further round trip.
     *
     * @param carriedBytes what the path has carried in a round trip: no more may be in flight
     * @return whether the window must be cut now
     */
    boolean endStart(double carriedBytes) {
        if (startIsOver || !floor.isHeavyStart()) {
            return false;
        }
        started = true;
        startIsOver = true;
        ignoredRounds = 0;
        cut(carriedBytes / BETA);
        floor.begin();
        return true;
    }

    /**
     * Called when the start has ended. The loss before the first cut is that of a path whose queue has not been filled yet;
     * where the start has gone on and ended again, it may be. What is heavy is the start's own, which went too far.
     */
    void onStartupEnd() {
        if (!floor.isHeavyStart()) {
            floor.learn(true);
        }
        floor.begin();
        if (!started) {
            started = true;
            state = State.CUT;
            ignoredRounds = ROUNDS_AFTER_STARTUP;
        }
    }

    /** Called when the path is taken to be one whose loss is known. */
    void resume(SavedPath saved) {
        floor.resume(saved);
    }

    /** Called when the window has come down for other reasons: what had left before counts no second time. */
    void onReduction() {
        ignoredRounds = Math.max(ignoredRounds, ROUNDS_AFTER_REDUCTION);
    }

    /** Called when nothing that was known of the path holds: neither do losses on it. */
    void onRestart() {
        bound = UNBOUNDED;
        ignore(State.CALM);
    }

    /**
     * Called at the end of a round trip when no queue has stood for a while: whoever lost with us has had his time to come back.
     * Only so fast that the next queue shows before it is full, or each time he would lose again.
     *
     * @return whether the bound is gone
     */
    boolean raise() {
        boolean isLifted = bound() == Bound.FOR_NOBODY || nowNanos - cutNanos > BELIEVED_NANOS;
        bound = isLifted ? UNBOUNDED : RAISE * bound;
        return isLifted;
    }

    /** Returns the bytes that may be in flight, or the largest double where there is no bound. */
    double inflightBound() {
        return bound;
    }

    boolean isBounding() {
        return bound < UNBOUNDED;
    }

    /** Returns whom the window is bounded for. */
    Bound bound() {
        return !isBounding() ? Bound.NONE : floor.share() > NO_TCP_SHARE ? Bound.FOR_NOBODY : Bound.FOR_TCP;
    }

    /** Returns the lost bytes of all that were sent that are no sign of congestion. */
    double floorShare() {
        return floor.share();
    }

    /** Returns the loss events a byte that are no sign of congestion. */
    double floorRate() {
        return floor.floorRate();
    }

    /** Returns whether so much is being lost that no radio explains it. */
    boolean isHeavy() {
        return started ? floor.isHeavy() : floor.isHeavyStart();
    }

    private boolean ignore(State next) {
        state = next;
        floor.begin();
        return false;
    }

    private boolean judge(double window, boolean queueIsLow, boolean queueIsHigh, boolean exceeded) {
        if (state == State.WATCHING) {
            if (!queueIsLow && ++watchedRounds < MAX_WATCHED_ROUNDS) {
                return false;
            }
            state = State.CALM;
            if (queueIsLow && isLossAsBefore()) {
                floor.adopt();
                bound = boundBefore;
                return false;
            }
        }
        if (exceeded) {
            cut(window);
            return true;
        }
        if (!queueIsHigh) {
            floor.learn(queueIsLow);
        }
        return false;
    }

    /** Returns whether the loss rate is nearer to that before the cut than to the floor. */
    private boolean isLossAsBefore() {
        return floor.eventRate() > (eventRateBefore + floor.floorRate()) / 2;
    }

    private void cut(double window) {
        eventRateBefore = floor.eventRate();
        boundBefore = bound;
        bound = growth.reduced(Math.min(window, bound));
        state = State.CUT;
        watchedRounds = 0;
        cutNanos = nowNanos;
    }
}
