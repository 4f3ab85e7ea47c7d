package paloma.transfer;

import paloma.transfer.congestion.AckSample;
import paloma.transfer.congestion.CongestionControl;

/** How much may leave now: what the congestion window has room for (RFC 9002, section 7), as fast as the pacer lets it. */
final class SendLimits {
    private static final int MIN_WINDOW_DATAGRAMS = 4;

    /** Acknowledgements that are so much apart are as they should be. */
    private static final long PROMPT_NANOS = 4_000_000;

    /** Of the window: more, and a path that stood still could not take it when it goes on. */
    private static final double MAX_UNHEARD = 0.5;

    private static final long MIN_WAIT_NANOS = 500_000;

    private final CongestionControl congestion;
    private final SentPackets packets;
    private final PathMtu mtu;
    private final Pacer pacer = new Pacer();
    private double rateLimit = Double.MAX_VALUE;
    private long limitedUntil;
    private long lastWordNanos;
    private boolean acksGetLost;

    SendLimits(CongestionControl congestion, SentPackets packets, PathMtu mtu) {
        this.congestion = congestion;
        this.packets = packets;
        this.mtu = mtu;
        pace();
    }

    void limitRate(double bytesPerSecond) {
        rateLimit = bytesPerSecond;
        pace();
    }

    /** @param acksLost whether acknowledgements get lost, so that silence need not mean that nothing arrives */
    void onAck(NewlyAcked acked, LossTally tally, long arrivalMicros, boolean acksLost) {
        acksGetLost = acksLost;
        AckSample sample = acked.sample(packets, tally, arrivalMicros, limitedUntil);
        lastWordNanos = sample.nowNanos();
        congestion.onAck(sample);
        pace();
    }

    /** @param timeouts how many in a row */
    void onSilence(int timeouts) {
        congestion.onSilence(timeouts);
        pace();
    }

    boolean hasRoom(long now) {
        int datagram = mtu.datagramBytes();
        long window = Math.max(congestion.windowBytes(), (long) MIN_WINDOW_DATAGRAMS * datagram);
        return packets.inFlightBytes() + datagram <= window + arrivedUnheard(now, window);
    }

    /**
     * Returns what must have arrived by now though no word of it has come, on a path where acknowledgements get lost: it must
     * not stand empty for that. Bounded: a path that is gone gets no more.
     */
    private long arrivedUnheard(long now, long window) {
        long silence = now - lastWordNanos - PROMPT_NANOS;
        return silence <= 0 || !acksGetLost
                ? 0
                : (long) Math.min(MAX_UNHEARD * window, congestion.deliveryRate() * silence / 1e9);
    }

    /** Returns when there may be room, though nothing should be heard: {@link Long#MAX_VALUE} is never. */
    long roomNanos(long now) {
        if (hasRoom(now)) {
            return Long.MIN_VALUE;
        }
        boolean mayCome = acksGetLost
                && congestion.deliveryRate() > 0
                && arrivedUnheard(now, Long.MAX_VALUE) < MAX_UNHEARD * congestion.windowBytes();
        return mayCome ? Math.max(now + MIN_WAIT_NANOS, lastWordNanos + PROMPT_NANOS) : Long.MAX_VALUE;
    }

    /** Returns whether the pacer lets a packet leave; where there is no room, time that passes so is no debt. */
    boolean isOpen(long now) {
        if (!pacer.isOpen(now)) {
            return false;
        }
        if (!hasRoom(now)) {
            pacer.idle(now);
            return false;
        }
        return true;
    }

    void sent(int bytes, long now) {
        pacer.sent(bytes, now);
    }

    /** Called when there was nothing to send: what is on the way now says nothing of the window. */
    void idle(long now) {
        pacer.idle(now);
        limitedUntil = packets.deliveredBytes() + packets.inFlightBytes();
    }

    /** Returns when the pacer lets the next packets leave. */
    long wakeNanos() {
        return pacer.wakeNanos();
    }

    private void pace() {
        pacer.rate(Math.min(congestion.pacingRate(), rateLimit));
    }
}
