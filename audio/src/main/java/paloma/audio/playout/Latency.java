package paloma.audio.playout;

import paloma.audio.jitter.DelayEstimate;
import paloma.audio.jitter.Depth;

/**
 * How long after a typical packet sound is to be played: a high quantile of the lateness that is seen, for this is music
 * and not speech, and what a repair takes where packets are lost. It grows at once and shrinks slowly.
 */
public final class Latency {
    private static final double QUANTILE = 0.998;
    private static final long MARGIN_NANOS = 8_000_000;
    private static final long SHRINK_NANOS_A_SECOND = 500_000;

    /** What outlasts the largest latency by so much is a pause of the sender, and no reason to play later. */
    private static final long PAUSE_NANOS = 500_000_000;

    private final Depth depth;
    private long nanos;
    private long heldNanos;
    private long nanosThen;
    private boolean paused;
    private long repairNanos;
    private long updated;

    Latency(Depth depth) {
        this.depth = depth;
        this.nanos = depth.leastNanos();
    }

    public Depth depth() {
        return depth;
    }

    public long nanos() {
        return nanos;
    }

    /** Tells how long it takes to get a lost packet again; 0 where none is lost, or none can be had. */
    public void repairTakes(long takesNanos) {
        repairNanos = takesNanos;
    }

    void update(DelayEstimate delays, long now) {
        if (depth.isFixed() || now - updated < 20_000_000) {
            return;
        }
        long late = delays.leastNanos() + delays.quantileNanos(QUANTILE) - delays.typicalNanos();
        long wanted = depth.bounded(late + MARGIN_NANOS + repairNanos);
        long shrunk = nanos - (updated == 0 ? 0 : Math.round(SHRINK_NANOS_A_SECOND * ((now - updated) / 1e9)));
        nanos = Math.max(wanted, shrunk);
        updated = now;
    }

    /** Takes whether there is anything yet to be played. */
    void holds(boolean something, long now) {
        if (something) {
            heldNanos = now;
            nanosThen = nanos;
            paused = false;
        } else if (!paused && now - heldNanos > depth.mostNanos() + PAUSE_NANOS) {
            nanos = nanosThen;
            paused = true;
        }
    }

    boolean mayGrow() {
        return !paused && nanos < depth.mostNanos();
    }

    /** Nothing was there to be played, and the stream was waited for. */
    void grown(long actualNanos) {
        nanos = depth.bounded(Math.max(nanos, actualNanos));
    }
}
