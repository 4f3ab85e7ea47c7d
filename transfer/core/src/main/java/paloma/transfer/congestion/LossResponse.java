package paloma.transfer.congestion;

/**
 * A bound on the window that only losses beyond the floor bring about, and that then grows as CUBIC's does: so a TCP flow
 * at the same bottleneck keeps its room (RFC 8085, section 3.1), and a buffer that is smaller than our queue is not
 * run over. A loss that goes on when the bound has emptied the queue was no congestion: it becomes the floor, and the bound
 * is lifted.
 */
final class LossResponse {
    private static final double BETA = 0.7;

    /** A queue that stands after so many round trips is not ours. */
    private static final int MAX_WATCHED = 4;

    private static final int DEAF_ROUNDS = 3;
    private static final int PASSED_ROUNDS = 2;

    private enum State {
        CALM,
        /** The window has been cut; what comes in now had left before. */
        CUT,
        /** What comes in now had left with the smaller window. */
        WATCHING
    }

    private final LossFloor floor = new LossFloor();
    private final CubicGrowth growth;
    private State state = State.CALM;
    private double bound = Double.MAX_VALUE;
    private double boundBefore;
    private double rateBefore;
    private int watched;
    private boolean started;
    private int deaf;

    LossResponse(int packetBytes) {
        growth = new CubicGrowth(packetBytes, BETA);
    }

    void onAck(AckSample sample, double window, double rttNanos) {
        floor.onAck(sample);
        if (bound < Double.MAX_VALUE && window >= bound && !sample.appLimited()) {
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
        if (deaf > 0) {
            deaf--;
            floor.begin();
            state = State.CALM;
            return false;
        }
        if (state == State.CUT) {
            state = State.WATCHING;
            floor.begin();
            return false;
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
     * Called when the start has ended. The loss before the first cut is that of a path whose queue has not been filled yet;
     * where the start has gone on and ended again, it may be.
     */
    void learn() {
        floor.learn(true);
        floor.begin();
        if (!started) {
            started = true;
            state = State.CUT;
            deaf = DEAF_ROUNDS;
        }
    }

    /**
     * Called when the window has come down for other reasons: what is lost of what had left before counts no second time
     * (RFC 9002, section 7.3.2).
     */
    void pass() {
        deaf = Math.max(deaf, PASSED_ROUNDS);
    }

    /** Called when the bound has outlived what it was for. */
    void lift() {
        bound = Double.MAX_VALUE;
    }

    double bound() {
        return bound;
    }

    boolean isBounded() {
        return bound < Double.MAX_VALUE;
    }

    double floorShare() {
        return floor.share();
    }

    boolean isHeavy() {
        return floor.isHeavy();
    }

    private boolean judge(double window, boolean queueIsLow, boolean queueIsHigh, boolean exceeded) {
        if (state == State.WATCHING) {
            if (!queueIsLow && ++watched < MAX_WATCHED) {
                return false;
            }
            state = State.CALM;
            if (queueIsLow && floor.eventRate() > (rateBefore + floor.floorRate()) / 2) {
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

    private void cut(double window) {
        rateBefore = floor.eventRate();
        boundBefore = bound;
        bound = growth.reduced(Math.min(window, bound));
        state = State.CUT;
        watched = 0;
    }
}
