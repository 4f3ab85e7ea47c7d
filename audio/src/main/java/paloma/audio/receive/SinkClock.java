package paloma.audio.receive;

/**
 * When what is written now will sound. A sink is paced by its device, whose clock is steady, while the thread that writes to
 * it sometimes wakes late: so frames are counted, and the count is aligned with what is seen only slowly.
 */
final class SinkClock {
    /** Of so many writes the one that was off the least counts: the others were late. */
    private static final int WATCHED_WRITES = 64;

    /** What is off by less is left alone. */
    private static final long TOLERANCE_NANOS = 300_000;

    /** A sink that was off by so much at each of the writes ran empty, or was held up. */
    private static final long STEP_NANOS = 5_000_000;

    /** A sink that is off by so much stood still or jumped: nothing is averaged. */
    private static final long BROKEN_NANOS = 500_000_000;

    /** What is off by less than a step is mended in parts, so that what is seen wrongly does little harm. */
    private static final double PART = 4;

    private final double nanosAFrame;
    private long originNanos;
    private double begin;
    private long frames;
    private boolean begun;
    private long least = Long.MAX_VALUE;
    private int seen;

    SinkClock(int rate) {
        nanosAFrame = 1e9 / rate;
    }

    /**
     * Returns when the next frame will sound.
     *
     * @param queuedFrames frames in the sink that have not sounded
     */
    long soundNanos(long now, int queuedFrames) {
        long seenNanos = now + Math.round(queuedFrames * nanosAFrame);
        if (!begun) {
            begun = true;
            originNanos = seenNanos;
            begin = 0;
            frames = 0;
        }
        long counted = counted();
        watch(seenNanos - counted);
        return counted();
    }

    void written(int more) {
        frames += more;
    }

    private long counted() {
        return originNanos + Math.round(begin + frames * nanosAFrame);
    }

    private void watch(long off) {
        if (Math.abs(off) > BROKEN_NANOS) {
            begin += off;
            least = Long.MAX_VALUE;
            seen = 0;
            return;
        }
        least = Math.abs(off) < Math.abs(least) ? off : least;
        if (++seen == WATCHED_WRITES) {
            if (Math.abs(least) > TOLERANCE_NANOS) {
                begin += Math.abs(least) > STEP_NANOS ? least : least / PART;
            }
            least = Long.MAX_VALUE;
            seen = 0;
        }
    }
}
