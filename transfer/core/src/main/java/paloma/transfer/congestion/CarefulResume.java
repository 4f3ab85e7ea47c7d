package paloma.transfer.congestion;

/**
 * Careful Resume (RFC 9959): where the first flight finds the path that was saved, the window opens to half of what that
 * carried, or to all of it where the first flight, which is a train, shows such a bottleneck. Until that has arrived no more
 * leaves than was saved. A Safe Retreat needs no phase: a start that meets a queue or heavy loss ends with the rate that arrives.
 */
final class CarefulResume {
    private static final double NANOS_PER_SECOND = 1e9;

    private enum Phase {
        /** The first flight is on its way. */
        RECONNAISSANCE,
        /** More may leave than the path has shown to carry. */
        UNVALIDATED,
        /** What has left so arrives. */
        VALIDATING,
        /** Nothing is left to resume: the start is that of any path. */
        NORMAL
    }

    private final SavedPath saved;
    private final Tuning.Resume tuning;
    private Phase phase;
    private double jumpRate;
    private long followedMicros;
    private long emptyMicros;

    CarefulResume(SavedPath saved, Tuning.Resume tuning) {
        this.saved = saved;
        this.tuning = tuning;
        this.phase = saved.isKnown() && isWorthIt() ? Phase.RECONNAISSANCE : Phase.NORMAL;
    }

    private boolean isWorthIt() {
        double jumpBytes = tuning.unknownShare() * saved.bytesPerSecond() * saved.rttNanos() / NANOS_PER_SECOND;
        return jumpBytes > tuning.minJumpBytes();
    }

    /**
     * Called for each acknowledgement of the start; returns whether the path that was saved has just been taken up.
     *
     * @param trainRate the bytes a second that the first flight tells to send at, or 0
     * @param rttNanos the least round trip so far
     */
    boolean onAck(AckSample sample, double trainRate, double rttNanos) {
        Phase before = phase;
        if (phase != Phase.NORMAL && sample.deliveredAtSendBytes() == 0) {
            reconnoitre(trainRate, rttNanos);
        } else if (phase == Phase.UNVALIDATED) {
            phase = Phase.VALIDATING;
            followedMicros = sample.arrivalMicros();
        } else if (phase == Phase.RECONNAISSANCE) {
            phase = Phase.NORMAL;
        }
        return before == Phase.RECONNAISSANCE && phase == Phase.UNVALIDATED;
    }

    /** Called when the start ends, whatever ended it. */
    void end() {
        phase = Phase.NORMAL;
    }

    /** Returns whether the start is that of any path. */
    boolean isOver() {
        return phase == Phase.NORMAL;
    }

    SavedPath saved() {
        return saved;
    }

    /**
     * Returns the window.
     *
     * @param grown to which it has grown by what was acknowledged
     * @param rttSeconds a round trip without a queue
     * @param lossShare of what is sent; for that to arrive which is believed, more is sent
     */
    double window(double grown, double rttSeconds, double lossShare) {
        if (isOver()) {
            return grown;
        }
        double seconds = Math.min(rttSeconds, saved.rttNanos() / NANOS_PER_SECOND) / (1 - lossShare);
        return Math.min(Math.max(grown, jumpRate * seconds), limitRate() * seconds);
    }

    /** Returns the bytes a second above which nothing is believed yet. */
    double limitRate() {
        return isOver() ? Double.MAX_VALUE : saved.bytesPerSecond();
    }

    /** Returns whether the path carries again what it carried. */
    boolean isValidated(AckSample sample, RecentRate recent) {
        double now = recent.bytesPerSecond(tuning.spanMicros());
        return phase == Phase.VALIDATING
                && sample.arrivalMicros() - followedMicros >= tuning.spanMicros()
                && now > tuning.minValid() * saved.bytesPerSecond()
                && now < tuning.maxValid() * saved.bytesPerSecond();
    }

    /**
     * Returns whether packets wait at the bottleneck. What is in flight is bounded meanwhile, so there is time to tell a queue
     * from a host that stands still.
     *
     * @param isWaiting whether packets wait, there or in a host
     */
    boolean isQueue(AckSample sample, boolean isWaiting) {
        emptyMicros = isWaiting ? emptyMicros : sample.arrivalMicros();
        return isWaiting && (isOver() || sample.arrivalMicros() - emptyMicros > tuning.standstillMicros());
    }

    private void reconnoitre(double trainRate, double rttNanos) {
        if (isSavedPath(rttNanos)) {
            phase = Phase.UNVALIDATED;
            boolean isHeard = trainRate < tuning.maxValid() * saved.bytesPerSecond(); // else read late
            double shown = isHeard ? Math.min(trainRate, saved.bytesPerSecond()) : 0;
            jumpRate = Math.max(tuning.unknownShare() * saved.bytesPerSecond(), shown);
        }
    }

    private boolean isSavedPath(double rttNanos) {
        return rttNanos >= tuning.minRtt() * saved.rttNanos()
                && rttNanos <= tuning.maxRtt() * saved.rttNanos() + tuning.hostNanos();
    }
}
