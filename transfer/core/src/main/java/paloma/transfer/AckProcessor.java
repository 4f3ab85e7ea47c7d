package paloma.transfer;

import paloma.transfer.wire.Ack;

/** Processes acknowledgements: settles the packets that they cover, and measures the round trip. */
final class AckProcessor {
    /** A receiver that says it waited longer is not believed. */
    private static final long LONGEST_DELAY_MICROS = 1_000_000;

    private static final long NANOS_PER_MICRO = 1_000;

    /** How much longer than its largest packet an acknowledgement's other packets may have waited for it. */
    private static final long SPREAD_NANOS = 4_000_000;

    private final Macroflow flow;
    private final SentPackets packets;
    private final RttEstimator rtt;
    private final PathMtu mtu;
    private final SendQueue queue;
    private final LossTally tally;
    private final ArrivalClock arrivals = new ArrivalClock();
    private final LostAcks lostAcks = new LostAcks();
    private long usualNanos;

    AckProcessor(Macroflow flow, SentPackets packets, RttEstimator rtt, PathMtu mtu, SendQueue queue, LossTally tally) {
        this.flow = flow;
        this.packets = packets;
        this.rtt = rtt;
        this.mtu = mtu;
        this.queue = queue;
        this.tally = tally;
    }

    /** Returns when the largest of all packets arrived, by the receiver's clock. */
    long arrivalMicros() {
        return arrivals.micros();
    }

    /** Returns whether acknowledgements are lost on their way. */
    boolean areAcksLost() {
        return lostAcks.occur();
    }

    /**
     * Returns null where a packet is acknowledged that was never sent.
     *
     * @param number of the packet that brought it
     */
    NewlyAcked take(long number, Ack ack, long now) {
        if (!packets.hasSent(packets.unwrap(ack.largest()))) {
            return null;
        }
        lostAcks.take((int) number);
        NewlyAcked acked = new NewlyAcked(now, packets.largestAcked());
        usualNanos = usualNanos(packets.unwrap(ack.largest()), now);
        int[] ranges = ack.ranges();
        for (int i = 0; i + 1 < ranges.length; i += 2) {
            if (!settle(packets.unwrap(ranges[i + 1]), packets.unwrap(ranges[i]), acked, now)) {
                return null;
            }
        }
        if (acked.largest() == packets.unwrap(ack.largest())) {
            arrived(ack.arrivalMicros(), now);
            acked.roundTrip(rtt.sample(now - acked.largestSentNanos(), delayNanos(ack)));
        }
        return acked;
    }

    private void arrived(int wireMicros, long now) {
        if (!arrivals.isKnown()) {
            arrivals.begin(wireMicros, flow.arrivalMicros(wireMicros, now));
        }
        arrivals.take(wireMicros);
    }

    private boolean settle(long low, long high, NewlyAcked acked, long now) {
        long last = Math.min(high, packets.next() - 1);
        for (long n = Math.max(low, packets.lowest()); n <= last; n++) {
            if (packets.state(n) == SentPackets.SKIPPED) {
                return false;
            }
            if (packets.state(n) != SentPackets.SETTLED) {
                settle(n, acked, now);
            }
        }
        return true;
    }

    private void settle(long number, NewlyAcked acked, long now) {
        long sent = packets.sentNanos(number);
        boolean wasOvertaken = number < acked.largestBefore();
        long age = wasOvertaken ? now - sent : Math.min(now - sent, usualNanos);
        if (wasOvertaken) {
            tally.overtaken();
        }
        if (packets.state(number) == SentPackets.LOST) {
            tally.spurious(age);
        }
        packets.settled(number, age);
        rtt.age(age, now);
        acked.add(number, sent, packets.bytes(number), packets.delivered(number));
        mtu.acked(number);
        queue.acked(number);
    }

    /**
     * Returns how long a packet can have taken at most that no later one has overtaken: if it looks older, earlier
     * acknowledgements were lost.
     */
    private long usualNanos(long largest, long now) {
        return largest > packets.largestAcked() ? now - packets.sentNanos(largest) + SPREAD_NANOS : Long.MAX_VALUE;
    }

    private static long delayNanos(Ack ack) {
        return Math.min(Integer.toUnsignedLong(ack.delayMicros()), LONGEST_DELAY_MICROS) * NANOS_PER_MICRO;
    }
}
