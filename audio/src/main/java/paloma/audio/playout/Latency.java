package paloma.audio.playout;

import paloma.audio.jitter.DelayEstimate;
import paloma.audio.jitter.Depth;

/**
 * How long after a typical packet sound is to be played: a high quantile of the lateness that is seen, since this is music
 * and not speech, what a repair takes where packets are lost, and what the sink holds. It grows at once and shrinks slowly.
 */
public final class Latency {
    /** The share of packets that come in time: at 172 a second, one in three seconds does not. */
    private static final double QUANTILE = 0.998;

    /** For what the quantile does not show: the granularity of its bins and of the two threads' wakings. */
    private static final long MARGIN_NANOS = 8_000_000;

    /** So slowly, less latency is not heard as a change of pitch. */
    private static final long SHRINK_NANOS_A_SECOND = 500_000;

    /** The quantile walks through a histogram, so it is read so often. */
    private static final long UPDATE_NANOS = 20_000_000;

    /** More is not made good at once, for what is that late may be old. */
    private static final long MAX_RAISE_NANOS = 500_000_000;

    /** After so long what is made up has faded, and a little more silence does not matter. */
    private static final long LONG_WAIT_NANOS = 60_000_000;

    private Depth asked;
    private Depth depth;
    private long nanos;
    private long sinkNanos;
    private long raisedNanos;
    private boolean raised;
    private boolean waiting;
    private long calmNanos;
    private long wantedNanos;
    private long repairNanos;
    private boolean updated;
    private long updatedNanos;

    Latency(Depth asked) {
        this.asked = asked;
        this.depth = asked;
        this.nanos = asked.leastNanos();
    }

    /** Returns the bounds that were asked for, raised to what the sink can keep. */
    public Depth depth() {
        return depth;
    }

    public long nanos() {
        return nanos;
    }

    /** Changes the bounds; what the sink needs still counts, and playing goes over to it by its rate. */
    public void ask(Depth other) {
        asked = other;
        raisedNanos = 0;
        depth = other.atLeast(sinkNanos == 0 ? 0 : sinkNanos + MARGIN_NANOS);
        nanos = depth.bounded(nanos);
        waiting = false;
    }

    /** Returns how long after a typical packet's arrival the sink takes a frame, which it holds until it sounds. */
    public long takenNanos() {
        return nanos - sinkNanos;
    }

    /** Called with how long it takes to get a lost packet again; 0 if none is lost or none can be requested. */
    public void repairTakes(long takesNanos) {
        repairNanos = takesNanos;
    }

    /** Called with how long before it sounds the sink takes a frame. It varies, so the recent maximum counts. */
    void sinkHolds(long holdsNanos) {
        if (holdsNanos > sinkNanos) {
            sinkNanos = holdsNanos;
            bound();
        }
    }

    /** Called with how much too early everything is played, whatever the sink says; 0 if it is not. */
    void raise(long lackingNanos) {
        if (lackingNanos > 0) {
            raisedNanos = nanos + MARGIN_NANOS + Math.min(MAX_RAISE_NANOS, lackingNanos);
            bound();
            raised = true;
        }
    }

    /** Returns the latency once after it was raised because all came too late for a second; else 0. */
    public long takeRaisedNanos() {
        long to = raised ? nanos : 0;
        raised = false;
        return to;
    }

    private void bound() {
        depth = asked.atLeast(Math.max(sinkNanos + MARGIN_NANOS, raisedNanos));
        nanos = Math.max(nanos, depth.leastNanos());
    }

    void update(DelayEstimate delays, long now) {
        if (!delays.isKnown() || (updated && now - updatedNanos < UPDATE_NANOS)) {
            return;
        }
        long shrink = updated ? Math.round(SHRINK_NANOS_A_SECOND * ((now - updatedNanos) / 1e9)) : 0;
        long late = delays.leastNanos() + delays.quantileNanos(QUANTILE) - delays.typicalNanos();
        wantedNanos = depth.bounded(sinkNanos + late + MARGIN_NANOS + repairNanos);
        nanos = Math.max(wantedNanos, nanos - shrink);
        sinkNanos = Math.max(0, sinkNanos - shrink);
        bound();
        updated = true;
        updatedNanos = now;
    }

    /** Called when all packets have come to take so much longer: the playing has waited for that already. */
    void stepped(long longerNanos) {
        nanos = Math.max(depth.leastNanos(), nanos - longerNanos);
        calmNanos = Math.min(calmNanos, nanos);
    }

    /** Called before the playing waits for the stream, with nothing left; {@link #fallBack} undoes what it grows. */
    void waits() {
        calmNanos = waiting ? calmNanos : nanos;
        waiting = true;
    }

    /**
     * Returns how much sound has to be there, in nanoseconds, to play on: after a long wait as much as was there before,
     * or each next packet would be waited for as well.
     */
    long toHoldNanos() {
        return grownNanos() > LONG_WAIT_NANOS ? Math.max(0, calmNanos - sinkNanos - MARGIN_NANOS) : 0;
    }

    /** Called when there is something to play again, for which waiting was worth it. */
    void goesOn() {
        waiting = false;
    }

    boolean mayGrow() {
        return !depth.isFixed() && nanos < depth.mostNanos();
    }

    /** Called when the playing has waited for the stream. */
    void grown(long actualNanos) {
        nanos = depth.bounded(Math.max(nanos, actualNanos));
    }

    /** Returns by how much the latency has grown because the playing waits. */
    long grownNanos() {
        return waiting ? Math.max(0, nanos - depth.bounded(Math.max(calmNanos, wantedNanos))) : 0;
    }

    /** Called when waiting was for nothing, since no packet was late. */
    void fallBack() {
        nanos -= grownNanos();
        waiting = false;
    }
}
