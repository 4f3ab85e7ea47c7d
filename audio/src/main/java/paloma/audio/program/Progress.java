package paloma.audio.program;

import java.util.concurrent.TimeUnit;

/**
 * Tells by looks at a count whether a device stands still. Not by the clock alone: a program that was stopped, on a machine
 * that slept, sees the clock jump while the device is well. Reads no clock.
 */
public final class Progress {
    /** A device that does nothing for so long is gone. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Looks that come four times a second are further apart only if this program stood still. */
    private static final long MAX_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long firstNanos;
    private final long stepNanos;
    private boolean looked;
    private long count;
    private long lookedNanos;
    private long stillNanos;

    /**
     * @param firstNanos how long the first step may take
     * @param stepNanos how long each takes by itself
     */
    public Progress(long firstNanos, long stepNanos) {
        this.firstNanos = firstNanos;
        this.stepNanos = stepNanos;
    }

    /** Called four times a second with the steps made so far; returns whether there was none for too long. */
    public boolean isStuck(long steps, long now) {
        long since = looked ? Math.min(now - lookedNanos, MAX_LOOK_NANOS) : 0;
        stillNanos = steps == count ? stillNanos + since : 0;
        looked = true;
        count = steps;
        lookedNanos = now;
        return stillNanos >= stepNanos + (steps > 0 ? PATIENCE_NANOS : Math.max(firstNanos, PATIENCE_NANOS));
    }
}
