package paloma.audio.sink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import paloma.audio.pcm.PcmFormat;

/**
 * Holds a line's own position against the clock: a line that advances by more than its clock can be off has discarded
 * what it says it played. One that stands still has run empty, which discards nothing.
 */
final class PositionWatch {
    /** Positions advance in steps of the device; a step is no discarded audio. */
    static final long STEP_NANOS = MILLISECONDS.toNanos(40);

    /** How far two clocks may differ; sound cards stay within a tenth of it. */
    static final int CLOCKS_DIFFER_PER_MILLION = 1_000;

    private final PcmFormat format;
    private boolean seen;
    private long lastNanos;
    private double ahead;
    private volatile long swallowedFrames;
    private long lastPosition;

    PositionWatch(PcmFormat format) {
        this.format = format;
    }

    /** Called with the count of frames that the line has played by now. */
    void saw(long position, long nowNanos) {
        if (seen) {
            double due = (nowNanos - lastNanos) / 1e9 * format.rate();
            double allowed = due * CLOCKS_DIFFER_PER_MILLION / 1e6;
            ahead = Math.max(0, ahead + position - lastPosition - due - allowed);
            countIfTooFar();
        }
        seen = true;
        lastNanos = nowNanos;
        lastPosition = position;
    }

    private void countIfTooFar() {
        if (ahead > format.framesIn(STEP_NANOS)) {
            swallowedFrames += Math.round(ahead);
            ahead = 0;
        }
    }

    long swallowedFrames() {
        return swallowedFrames;
    }
}
