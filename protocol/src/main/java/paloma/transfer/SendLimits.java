package paloma.transfer;

import paloma.transfer.congestion.CongestionControl;

/** How much may leave now: what the congestion window has room for (RFC 9002, section 7), as fast as the pacer lets it. */
final class SendLimits {
    private static final int LEAST_WINDOW_DATAGRAMS = 4;

    private final CongestionControl congestion;
    private final SentPackets packets;
    private final PathMtu mtu;
    private final Pacer pacer = new Pacer();
    private double rateLimit = Double.MAX_VALUE;
    private long limitedUntil;

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

    void onAck(NewlyAcked acked, LossTally tally, long arrivalMicros) {
        congestion.onAck(acked.sample(packets, tally, arrivalMicros, limitedUntil));
        pace();
    }

    /** @param timeouts how many in a row */
    void onSilence(int timeouts) {
        congestion.onSilence(timeouts);
        pace();
    }

    boolean hasRoom() {
        int datagram = mtu.datagramBytes();
        long window = Math.max(congestion.windowBytes(), (long) LEAST_WINDOW_DATAGRAMS * datagram);
        return packets.inFlightBytes() + datagram <= window;
    }

    /** Says whether the pacer lets a packet leave; where there is no room, time that passes so is no debt. */
    boolean isOpen(long now) {
        if (!pacer.isOpen(now)) {
            return false;
        }
        if (!hasRoom()) {
            pacer.idle(now);
            return false;
        }
        return true;
    }

    void sent(int bytes, long now) {
        pacer.sent(bytes, now);
    }

    /** Takes that there was nothing to send: what is on the way now says nothing of the window. */
    void idle(long now) {
        pacer.idle(now);
        limitedUntil = packets.deliveredBytes() + packets.inFlightBytes();
    }

    /** Gives when the pacer lets the next packets leave. */
    long wakeNanos() {
        return pacer.wakeNanos();
    }

    private void pace() {
        pacer.rate(Math.min(congestion.pacingRate(), rateLimit));
    }
}
