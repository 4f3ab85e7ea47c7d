package paloma.transfer;

import paloma.transfer.congestion.AckSample;
import paloma.transfer.congestion.CongestionControl;

/** How much may leave now: what the congestion window has room for (RFC 9002, section 7), as fast as the pacer lets it. */
final class SendLimits {
    /** Whatever the controller says, so that acknowledgements go on. */
    private static final int MIN_WINDOW_DATAGRAMS = 2;

    /** Acknowledgements are this far apart when all is well. */
    private static final long PROMPT_NANOS = 4_000_000;

    /** Of the window: more, and a path that stood still could not take it when it goes on. */
    private static final double MAX_UNHEARD = 0.5;

    /** One quantum of the pacer. */
    private static final long MIN_WAIT_NANOS = 500_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private CongestionControl congestion;
    private final SentPackets packets;
    private final PathMtu mtu;
    private final Pacer pacer;
    private double rateLimit = Double.MAX_VALUE;
    private RateLimit limit = RateLimit.NONE;
    private long limitedUntil;
    private long lastWordNanos;
    private boolean losesAcks;

    SendLimits(CongestionControl congestion, SentPackets packets, PathMtu mtu, long nowNanos) {
        this.congestion = congestion;
        this.packets = packets;
        this.mtu = mtu;
        this.pacer = new Pacer(nowNanos);
        this.lastWordNanos = nowNanos;
        pace();
    }

    /**
     * @param bytesPerSecond what leaves on average
     * @param shared what leaves in any second, of all that share it
     */
    void limitRate(double bytesPerSecond, RateLimit shared) {
        rateLimit = bytesPerSecond;
        limit = shared;
        mtu.cap(shared.datagramBytes());
        pace();
    }

    /** Returns whether the rate that a person has set lets a packet leave, whatever it is. */
    boolean isWithinLimit(long now) {
        return limit.isOpen(datagramBytes(), now);
    }

    /** Returns when it does. */
    long withinLimitNanos(long now) {
        return limit.openNanos(datagramBytes(), now);
    }

    private int datagramBytes() {
        return Math.max(mtu.datagramBytes(), mtu.wanted());
    }

    void begin(int firstPackets) {
        congestion.begin(firstPackets);
        pace();
    }

    /** @param acksLost whether acknowledgements get lost, so that silence need not mean that nothing arrives */
    void onAck(NewlyAcked acked, LossTally tally, long arrivalMicros, boolean acksLost) {
        losesAcks = acksLost;
        congestion.datagramBytes(mtu.datagramBytes());
        AckSample sample = acked.sample(packets, tally, arrivalMicros, limitedUntil);
        lastWordNanos = sample.nowNanos();
        congestion.onAck(sample);
        pace();
    }

    void moved(CongestionControl fresh, long now) {
        congestion = fresh;
        lastWordNanos = now;
        losesAcks = false;
        pace();
    }

    /** @param timeouts how many in a row */
    void onSilence(int timeouts) {
        congestion.datagramBytes(mtu.datagramBytes());
        congestion.onSilence(timeouts);
        pace();
    }

    boolean hasRoom(long now) {
        int datagram = mtu.datagramBytes();
        long window = Math.max(congestion.windowBytes(), (long) MIN_WINDOW_DATAGRAMS * datagram);
        return packets.inFlightBytes() + datagram <= window + arrivedUnheard(now, window);
    }

    /**
     * Returns the bytes that must have arrived by now though no acknowledgement tells of them, on a path that loses
     * acknowledgements and must not stand empty for that. Bounded: a path that is gone gets no more.
     */
    private long arrivedUnheard(long now, long window) {
        long silence = now - lastWordNanos - PROMPT_NANOS;
        return silence <= 0 || !losesAcks
                ? 0
                : (long) Math.min(MAX_UNHEARD * window, congestion.deliveryRate() * silence / NANOS_PER_SECOND);
    }

    /** Returns when there may be room, though nothing should be heard: {@link Long#MAX_VALUE} is never. */
    long roomNanos(long now) {
        if (hasRoom(now)) {
            return Long.MIN_VALUE;
        }
        boolean mayCome = losesAcks
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
        pacer.sent(bytes + headersOfLimit(), now);
        limit.sent(bytes, now);
    }

    /** A controller counts datagrams, a person what a link carries. */
    private int headersOfLimit() {
        return rateLimit < congestion.pacingRate() ? RateLimit.HEADERS_BYTES : 0;
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
