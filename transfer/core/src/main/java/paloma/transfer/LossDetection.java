package paloma.transfer;

/**
 * Loss detection (RFC 9002, section 6.1.2): a packet is lost when a later one has arrived and it is older than any that
 * still came; or when three later ones have, on a path that has never reordered (as RFC 8985, section 6.2, has it): one that
 * reorders would pass a threshold of packets all the time.
 */
final class LossDetection {
    /** A lost packet is remembered for so many times its age, so that a late acknowledgement of it is recognised. */
    private static final int REMEMBERED_AGES = 3;

    /** So many show whether a path reorders; and a start that frees its window sooner overflows more where hosts are busy. */
    private static final int IN_ORDER_PACKETS = 512;

    /** Later ones that have arrived before it, where no packet has ever overtaken another (RFC 9002, section 6.1.1). */
    private static final int PACKET_THRESHOLD = 3;

    private final SentPackets packets;
    private final RttEstimator rtt;
    private final PathMtu mtu;
    private final SendQueue queue;
    private final LossTally tally;
    private long oldest;
    private long sizeProbe = -1;

    LossDetection(SentPackets packets, RttEstimator rtt, PathMtu mtu, SendQueue queue, LossTally tally) {
        this.packets = packets;
        this.rtt = rtt;
        this.mtu = mtu;
        this.queue = queue;
        this.tally = tally;
    }

    /** Returns when {@link #onTime} may find a loss, or {@link Long#MAX_VALUE}. */
    long wakeNanos() {
        return mayBeLost() ? lossTime() : Long.MAX_VALUE;
    }

    void onTime(long now) {
        if (mayBeLost() && now - lossTime() >= 0) {
            detect(now);
        }
    }

    void detect(long now) {
        long before = now - rtt.lossNanos();
        oldest = Math.max(oldest, packets.lowest());
        detectOfProbe(before);
        while (oldest <= packets.largestAcked() && decide(before)) {
            oldest++;
        }
        packets.forgetBefore(now - REMEMBERED_AGES * rtt.lossNanos());
    }

    private boolean mayBeLost() {
        return oldest < packets.largestAcked() && packets.isInFlight(oldest);
    }

    private long lossTime() {
        return packets.sentNanos(oldest) + rtt.lossNanos();
    }

    /** Decides what became of the oldest packet; returns false where it is too early to tell. */
    private boolean decide(long before) {
        if (mtu.isProbe(oldest)) {
            sizeProbe = oldest; // most paths do not carry it: the other packets do not wait for its fate
            return true;
        }
        if (packets.state(oldest) == SentPackets.SETTLED) {
            tally.arrived(packets.ageNanos(oldest));
        }
        if (!packets.isInFlight(oldest)) {
            return true;
        }
        if (!isOvertaken() && !isOld(packets.sentNanos(oldest), before)) {
            return false;
        }
        lose(oldest);
        return true;
    }

    private boolean isOvertaken() {
        return !tally.isReordering()
                && packets.largestAcked() >= IN_ORDER_PACKETS
                && packets.largestAcked() - oldest >= PACKET_THRESHOLD;
    }

    private boolean isOld(long sent, long before) {
        return sent - before <= 0 && sent - packets.largestAckedSentNanos() <= 0;
    }

    /** A probe of a size that is no longer wanted too: whatever is in flight must come to an end. */
    private void detectOfProbe(long before) {
        if (sizeProbe < 0 || !packets.isInFlight(sizeProbe)) {
            sizeProbe = -1;
        } else if (packets.sentNanos(sizeProbe) - before <= 0) {
            lose(sizeProbe);
            sizeProbe = -1;
        }
    }

    private void lose(long number) {
        packets.lost(number);
        if (mtu.isProbe(number)) {
            mtu.lost();
            return;
        }
        tally.lost(number, packets.bytes(number));
        queue.again(number);
    }
}
