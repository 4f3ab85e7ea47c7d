package paloma.transfer;

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

    private final Macroflow flow;
    private final SentPackets packets;
    private final PathMtu mtu;
    private final Pacer pacer;
    private double rateLimit = Double.MAX_VALUE;
    private RateLimit limit = RateLimit.NONE;
    private boolean isBusy;

    SendLimits(Macroflow flow, SentPackets packets, PathMtu mtu, long nowNanos) {
        this.flow = flow;
        this.packets = packets;
        this.mtu = mtu;
        this.pacer = new Pacer(nowNanos);
    }

    /**
     * @param bytesPerSecond what leaves on average
     * @param shared what leaves in any second, of all that share it
     */
    void limitRate(double bytesPerSecond, RateLimit shared) {
        rateLimit = bytesPerSecond;
        limit = shared;
        mtu.cap(shared.datagramBytes());
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
        flow.congestion().begin(firstPackets);
    }

    /** @param acksLost whether acknowledgements get lost, so that silence need not mean that nothing arrives */
    void onAck(NewlyAcked acked, LossTally tally, long arrivalMicros, boolean acksLost) {
        flow.congestion().datagramBytes(mtu.datagramBytes());
        flow.onAck(this, acked.sample(flow, tally, arrivalMicros), acksLost);
    }

    void moved(CongestionControl fresh, long now) {
        flow.moved(fresh, now);
    }

    /**
     * Called when this sender has heard nothing for so long; where another one has, the path is not silent.
     *
     * @param timeouts how many in a row
     * @param sinceNanos when the last of them began
     */
    void onSilence(int timeouts, long sinceNanos) {
        if (flow.isSilentFor(this, sinceNanos)) {
            flow.congestion().datagramBytes(mtu.datagramBytes());
            flow.congestion().onSilence(timeouts);
        }
    }

    /** Returns the part of the window that others do not use. */
    long ownWindowBytes() {
        return flow.congestion().windowBytes() - (flow.inFlightBytes() - packets.inFlightBytes());
    }

    boolean hasRoom(long now) {
        int datagram = mtu.datagramBytes();
        long window = flow.congestion().windowBytes();
        return packets.inFlightBytes() + datagram <= (long) MIN_WINDOW_DATAGRAMS * datagram
                || flow.inFlightBytes() + datagram <= window + arrivedUnheard(now, window);
    }

    /**
     * Returns the bytes that must have arrived by now though no acknowledgement tells of them, on a path that loses
     * acknowledgements and must not stand empty for that. Bounded: a path that is gone gets no more.
     */
    private long arrivedUnheard(long now, long window) {
        long silence = now - flow.heardNanos() - PROMPT_NANOS;
        return silence <= 0 || !flow.losesAcks()
                ? 0
                : (long) Math.min(MAX_UNHEARD * window, flow.congestion().deliveryRate() * silence / NANOS_PER_SECOND);
    }

    /** Returns when there may be room, though nothing should be heard: {@link Long#MAX_VALUE} is never. */
    long roomNanos(long now) {
        if (hasRoom(now)) {
            return Long.MIN_VALUE;
        }
        boolean mayCome = flow.losesAcks()
                && flow.congestion().deliveryRate() > 0
                && arrivedUnheard(now, Long.MAX_VALUE)
                        < MAX_UNHEARD * flow.congestion().windowBytes();
        return mayCome ? Math.max(now + MIN_WAIT_NANOS, flow.heardNanos() + PROMPT_NANOS) : Long.MAX_VALUE;
    }

    /** Returns whether the pacer lets a packet leave; where there is no room, time that passes so is no debt. */
    boolean isOpen(long now) {
        pacer.rate(Math.min(flow.congestion().pacingRate(), rateLimit)); // others hear of the path as well
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
        if (!isBusy) {
            isBusy = true;
            flow.busy();
        }
        pacer.sent(bytes + headersOfLimit(), now);
        limit.sent(bytes, now);
    }

    /** A controller counts datagrams, a person what a link carries. */
    private int headersOfLimit() {
        return rateLimit < flow.congestion().pacingRate() ? RateLimit.HEADERS_BYTES : 0;
    }

    /** Called when there was nothing to send. */
    void idle(long now) {
        pacer.idle(now);
        rest();
        flow.idle();
    }

    private void rest() {
        if (isBusy) {
            isBusy = false;
            flow.notBusy();
        }
    }

    /** Called when no more will be sent. */
    void close() {
        packets.abandon();
        rest();
    }

    /** Returns when the pacer lets the next packets leave. */
    long wakeNanos() {
        return pacer.wakeNanos();
    }
}
