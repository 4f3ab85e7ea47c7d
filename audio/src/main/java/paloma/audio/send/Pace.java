package paloma.audio.send;

/**
 * When each packet leaves. A file's are due at absolute times, so nothing drifts and nothing bursts; a microphone's chunk
 * leaves when its line delivers it, spread over its duration.
 */
public final class Pace {
    /** A little faster than the line, so that the queue shrinks. */
    private static final double LIVE_SHARE = 0.97;

    /** Late timers are made up for, but not by more than a packet or two at once. */
    private static final long MAX_LATE_LIVE_NANOS = 12_000_000;

    /** After a longer wait, such as for a silent pipe, sending continues from now. */
    private static final long MAX_LATE_NANOS = 1_000_000_000;

    private final double nanosAFrame;
    private final boolean live;
    private long originNanos;
    private double due;
    private boolean begun;

    public Pace(int rate, boolean live) {
        this.live = live;
        this.nanosAFrame = 1e9 / rate * (live ? LIVE_SHARE : 1);
    }

    /** Returns when the next packet is due, if there is something to send. */
    long due(long now) {
        if (!begun || now - originNanos - due > (live ? MAX_LATE_LIVE_NANOS : MAX_LATE_NANOS)) {
            begun = true;
            originNanos = now;
            due = 0;
        }
        return originNanos + (long) due;
    }

    void sent(int frames) {
        due += frames * nanosAFrame;
    }
}
