package paloma.audio.send;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import paloma.audio.pcm.PcmFormat;

/**
 * Measures what a pipe delivers against the clock, in windows that end with a delivery: by how many frames it is ahead at
 * the most, and how much waits to be sent. All counts are frames.
 */
final class Deliveries {
    private static final long WINDOW_NANOS = MILLISECONDS.toNanos(500);

    /** Two windows that differ by less were delivered in step with the clock. */
    private static final long STEADY_NANOS = MILLISECONDS.toNanos(40);

    private final PcmFormat format;
    private final long steadyFrames;
    private long beginNanos;
    private long delivered;
    private long ahead;
    private long usuallyAhead;
    private boolean hasEarlier;
    private long earlierMost;
    private long windowNanos;
    private long most;
    private long leastWaiting;
    private long closedLeast;

    Deliveries(PcmFormat format) {
        this.format = format;
        this.steadyFrames = format.framesIn(STEADY_NANOS);
    }

    /** Begins anew, just before the first delivery: nothing is known any more. How long that one took is not known either. */
    void begin(int frames, long now) {
        beginNanos = now;
        delivered = -frames;
        usuallyAhead = 0;
        hasEarlier = false;
        open(now);
    }

    /**
     * Called with each delivery.
     *
     * @param waiting before it
     * @return whether a window ended with it that was steady
     */
    boolean add(int frames, long waiting, long now) {
        waits(waiting);
        boolean ends = now - windowNanos >= WINDOW_NANOS;
        boolean steady = ends && close();
        if (ends) {
            open(now);
        }
        delivered += frames;
        ahead = delivered - format.framesIn(now - beginNanos);
        most = Math.max(most, ahead);
        return steady;
    }

    /** Called with how much waits whenever that changes. */
    void waits(long waiting) {
        leastWaiting = Math.min(leastWaiting, waiting);
    }

    private void open(long now) {
        windowNanos = now;
        most = Long.MIN_VALUE;
        leastWaiting = Long.MAX_VALUE;
    }

    private boolean close() {
        boolean steady = hasEarlier && Math.abs(most - earlierMost) <= steadyFrames;
        hasEarlier = true;
        earlierMost = most;
        usuallyAhead = steady ? most : usuallyAhead;
        closedLeast = leastWaiting;
        return steady;
    }

    /** Returns by how much more than usual it is ahead of the clock. */
    long aheadFrames() {
        return ahead - usuallyAhead;
    }

    /** Returns whether the last delivery was of sound that was new. */
    boolean isCaughtUp() {
        return Math.abs(aheadFrames()) <= steadyFrames;
    }

    /** Returns the least that waited in the window that ended, just before deliveries. */
    long leastWaiting() {
        return closedLeast;
    }
}
