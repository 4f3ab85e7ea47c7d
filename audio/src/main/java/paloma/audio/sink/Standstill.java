package paloma.audio.sink;

import java.util.concurrent.TimeUnit;

/** Tells a line that accepts sound and plays none: its position stands still though it took more than it can hold. */
final class Standstill {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final long capacityFrames;
    private long position = Long.MIN_VALUE;
    private long sinceNanos;
    private long takenFrames;

    /** @param capacityFrames of the line's buffer */
    Standstill(long capacityFrames) {
        this.capacityFrames = capacityFrames;
    }

    /**
     * Called after each write.
     *
     * @param newPosition how many frames the line has played by now
     * @param frames that it took
     */
    boolean isOne(long newPosition, int frames, long now) {
        if (newPosition != position) {
            position = newPosition;
            sinceNanos = now;
            takenFrames = 0;
        }
        takenFrames += frames;
        return takenFrames > capacityFrames && now - sinceNanos > PATIENCE_NANOS;
    }
}
