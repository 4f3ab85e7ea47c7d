package paloma.audio.receive;

import java.util.concurrent.TimeUnit;

/**
 * Tells from timestamps and the clock whether the frames of a sender pass at another usual rate than was agreed on, which
 * would be heard as another pitch. Compares the fastest packet of each half second with that of the one before: the others
 * were held up. Is told the time.
 */
final class RateWatch {
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** So many comparisons in a row agree on another rate: what a network holds up for so long is no jitter. */
    private static final int PROOFS = 6;

    /** How far off a comparison may be: a third of what lies between 44.1 and 48 kHz. */
    private static final double TOLERANCE = 0.028;

    private static final double NANOS = 1e9;

    private final int agreedRate;
    private boolean begun;
    private long originNanos;
    private long frames;
    private long windowNanos;
    private boolean hasFastest;
    private long fastestNanos;
    private long fastestFrames;
    private double least;
    private boolean hasBefore;
    private long beforeNanos;
    private long beforeFrames;
    private int seenRate;
    private int proofs;

    RateWatch(int agreedRate) {
        this.agreedRate = agreedRate;
    }

    /** Called with a packet, and by how many frames it lies behind the last; 0 or less if that says nothing. */
    void saw(long step, long now) {
        if (!begun || step <= 0) {
            restart(now);
            return;
        }
        frames += step;
        if (now - windowNanos >= WINDOW_NANOS) {
            compare();
            windowNanos = now;
            hasFastest = false;
        }
        double delay = now - originNanos - frames * NANOS / agreedRate;
        if (!hasFastest || delay < least) {
            hasFastest = true;
            least = delay;
            fastestNanos = now;
            fastestFrames = frames;
        }
    }

    /** After a pause or a jump nothing can be compared with what was before. */
    private void restart(long now) {
        begun = true;
        originNanos = now;
        windowNanos = now;
        frames = 0;
        hasFastest = false;
        hasBefore = false;
        proofs = 0;
    }

    private void compare() {
        if (hasBefore && hasFastest && fastestNanos - beforeNanos > 0) {
            judge((fastestFrames - beforeFrames) * NANOS / (fastestNanos - beforeNanos));
        }
        hasBefore = hasFastest;
        beforeNanos = fastestNanos;
        beforeFrames = fastestFrames;
    }

    private void judge(double measured) {
        int rate = UsualRate.closest(measured, TOLERANCE);
        boolean isOther = rate > 0 && Math.abs(measured / agreedRate - 1) > 2 * TOLERANCE;
        proofs = isOther && rate == seenRate ? proofs + 1 : isOther ? 1 : 0;
        seenRate = rate;
    }

    /** Returns whether they do. */
    boolean isOther() {
        return proofs >= PROOFS;
    }
}
