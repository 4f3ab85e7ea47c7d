package paloma.audio.jitter;

/**
 * How long sound waits between the network and the playing: fixed, or chosen from the delays that are seen.
 *
 * @param leastNanos and
 * @param mostNanos the bounds; the same where it is fixed
 */
public record Depth(long leastNanos, long mostNanos) {
    public static Depth fixed(long nanos) {
        return new Depth(nanos, nanos);
    }

    public boolean isFixed() {
        return leastNanos == mostNanos;
    }

    /** Returns the bounds of which none is below {@code nanos}; where the larger was, it is as much as before beyond that. */
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
