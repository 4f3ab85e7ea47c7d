package paloma.audio.jitter;

/**
 * How long sound waits between network and playing: fixed, or chosen by the delays that are seen.
 *
 * @param leastNanos lower bound
 * @param mostNanos upper bound; equal to the lower if the depth is fixed
 */
public record Depth(long leastNanos, long mostNanos) {
    public static Depth fixed(long nanos) {
        return new Depth(nanos, nanos);
    }

    public boolean isFixed() {
        return leastNanos == mostNanos;
    }

    /** Returns the bounds raised to at least {@code nanos}; an upper bound below that is raised by as much as it was. */
    public Depth atLeast(long nanos) {
        if (nanos <= leastNanos) {
            return this;
        }
        if (isFixed()) {
            return fixed(nanos);
        }
        return new Depth(nanos, nanos < mostNanos ? mostNanos : nanos + mostNanos);
    }

    public long bounded(long nanos) {
        return Math.max(leastNanos, Math.min(mostNanos, nanos));
    }
}
