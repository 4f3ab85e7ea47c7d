package paloma.audio.send;

import java.util.concurrent.TimeUnit;

/**
 * When each packet leaves. Packets may leave in pairs, the second a packet's duration early: most of what a packet costs is
 * to wake for it.
 */
public final class Pace {
    /** Less is jitter. After more the time that passed without sound is no part of the sound (RFC 3550, section 5.1). */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final int rate;
    private long originNanos;
    private double due;
    private double earlyNanos;
    private boolean begun;
    private long pausedNanos;

    public Pace(int rate) {
        this.rate = rate;
    }

    /**
     * Returns when the next packet is due, if there is something to send.
     *
     * @param waited whether there was nothing to send until now
     */
    long due(Pacing pacing, boolean waited, long now) {
        double late = begun ? now - originNanos - due : 0;
        boolean slips = waited && late > 0 && late <= pacing.maxSlipNanos;
        if (!begun || slips || late > pacing.maxLateNanos) {
            pausedNanos += late > PAUSE_NANOS ? (long) late : 0;
            begun = true;
            originNanos = now;
            due = 0;
            earlyNanos = 0;
        }
        return originNanos + (long) due;
    }

    /** Returns how much before it is due the next packet leaves if packets leave in pairs. */
    long earlyNanos() {
        return (long) earlyNanos;
    }

    /** Returns how many frames would have sounded in pauses since this was last asked for. */
    long takePausedFrames() {
        long frames = (long) (pausedNanos / 1e9 * rate);
        pausedNanos = 0;
        return frames;
    }

    void sent(Pacing pacing, int frames) {
        double nanos = frames * 1e9 / rate * pacing.share;
        due += nanos;
        earlyNanos = earlyNanos == 0 ? nanos : 0;
    }
}
