package paloma.audio.jitter;

/**
 * Judges the first packets after an interruption, which say nothing of the path: in time again, still catching up, or later
 * or earlier for good, as when a sender's timestamps did not go on while it paused.
 */
final class Resumption {
    /** Later than nearly all others were, by so much, is not in time. */
    private static final long SLACK_NANOS = 5_000_000;

    /** What is off by the same for so long stays so. */
    private static final long STEADY_NANOS = 40_000_000;

    /** Whoever catches up does so by at least this, and by this share of the time. */
    private static final long CATCHING_UP_NANOS = 10_000_000;

    private static final int CATCHING_UP_PART = 4;

    /** Whoever is neither in time nor steady after so long never will be. */
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    /** So long after the stream goes on, packets from before that were overtaken may still come. */
    private static final long OVERTAKEN_NANOS = 100_000_000;

    private static final int MAX_PACKETS = 64;

    private final long[] run = new long[MAX_PACKETS];
    private int inRun;
    private long runBegan;
    private boolean awaited;
    private boolean begun;
    private long firstNanos;
    private boolean settling;
    private long overNanos;
    private boolean counts;

    /** Called when there was an interruption: what comes next is judged. */
    void await() {
        if (!awaited) {
            awaited = true;
            begun = false;
            inRun = 0;
        }
    }

    /** Returns whether the stream is not yet known to go on. */
    boolean isAwaited() {
        return awaited;
    }

    /** Returns whether what comes now is to be judged no longer. */
    boolean isSettled(long now) {
        settling &= now - overNanos < OVERTAKEN_NANOS;
        return !awaited && !settling;
    }

    /** Returns whether the packet that was judged last says something of the path. */
    boolean isOfThePath() {
        return counts;
    }

    /**
     * Judges a packet.
     *
     * @param late how much later than a typical packet it came
     * @param usualLate what nearly all packets are later by, at most
     * @return by how much later than before packets come from now on
     */
    long add(long late, long usualLate, long now) {
        boolean inTime = Math.abs(late) <= usualLate + SLACK_NANOS;
        counts = inTime || (!awaited && late < 0);
        if (!awaited) {
            return 0;
        }
        if (inTime) {
            goesOn(now);
            return 0;
        }
        follow(late, usualLate, now);
        if (now - runBegan < STEADY_NANOS && now - firstNanos < PATIENCE_NANOS) {
            return 0;
        }
        goesOn(now);
        counts = true;
        return Median.of(run, inRun);
    }

    private void follow(long late, long usualLate, long now) {
        firstNanos = begun ? firstNanos : now;
        begun = true;
        long most = CATCHING_UP_NANOS + usualLate + (now - runBegan) / CATCHING_UP_PART;
        if (inRun == 0 || Math.abs(late - run[0]) > most) {
            inRun = 0;
            runBegan = now;
        }
        if (inRun < MAX_PACKETS) {
            run[inRun++] = late;
        }
    }

    private void goesOn(long now) {
        awaited = false;
        settling = true;
        overNanos = now;
    }
}
