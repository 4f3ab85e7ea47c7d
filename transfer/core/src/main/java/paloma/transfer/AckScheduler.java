package paloma.transfer;

import paloma.transfer.wire.Ack;

/**
 * Which packets came, and when to say so: at once where it was asked for, every second packet at the start (RFC 9000,
 * section 13.2.2), and then so seldom that acknowledgements stay below a hundredth of what they acknowledge.
 */
final class AckScheduler {
    private static final int EAGER_PACKETS = 100;
    private static final int BYTES_PER_ACK_BYTE = 130;
    private static final long MIN_INTERVAL_NANOS = 1_000_000;
    private static final int HEADERS_BYTES = 28; // of IPv4 and UDP

    /** Where nothing follows, the last acknowledgement may have been lost: it goes again, ever later. */
    private static final int REPEATS = 4;

    private static final int RANGES_KEPT = 256;
    private static final long LARGEST_NUMBER = 0xFFFF_FFFFL; // none is used twice, so they never wrap

    private final Ranges came = new Ranges(RANGES_KEPT);
    private long largest = -1;
    private long largestNanos;
    private int serial;
    private int ackBytes = 70;
    private long packetsSeen;
    private long newPackets;
    private int waitingPackets;
    private long waitingBytes;
    private long waitingSince;
    private long lastNanos;
    private boolean now;
    private int repeats = REPEATS;

    /** Takes a packet, and says whether it is the first of its number. */
    boolean came(int wireNumber, int bytes, boolean ackNow, long nowNanos) {
        long number = largest < 0 ? Integer.toUnsignedLong(wireNumber) : largest + (wireNumber - (int) largest);
        if (number < 0 || number > LARGEST_NUMBER) {
            return false;
        }
        boolean isNew = came.add(number, number + 1) > 0;
        if (number > largest) {
            largest = number;
            largestNanos = nowNanos;
        }
        if (waitingPackets++ == 0) {
            waitingSince = nowNanos;
        }
        waitingBytes += bytes;
        packetsSeen++;
        newPackets += isNew ? 1 : 0;
        now |= ackNow;
        return isNew;
    }

    /** Returns how many packets must have been sent. */
    long packets() {
        return largest + 1;
    }

    /** Returns how many of them have not come. */
    long missing() {
        return packets() - newPackets;
    }

    /** Asks for an acknowledgement as soon as possible, though nothing came: the credit has grown. */
    void hurry() {
        now |= largest >= 0;
    }

    /** Says nothing more of what has come so far: there is a better word for it now. */
    void rest() {
        repeats = REPEATS;
        waitingPackets = 0;
        waitingBytes = 0;
        now = false;
    }

    boolean isDue(long nowNanos) {
        if (now) {
            return true;
        }
        if (waitingPackets == 0) {
            return nowNanos - repeatNanos() >= 0;
        }
        boolean enough = packetsSeen <= EAGER_PACKETS
                ? waitingPackets >= 2
                : waitingBytes >= (long) BYTES_PER_ACK_BYTE * ackBytes && nowNanos - lastNanos >= MIN_INTERVAL_NANOS;
        return enough || nowNanos - waitingSince >= Receiver.MAX_ACK_DELAY_NANOS;
    }

    private long repeatNanos() {
        return repeats < REPEATS ? lastNanos + (Receiver.MAX_ACK_DELAY_NANOS << repeats) : Long.MAX_VALUE;
    }

    /** Returns when an acknowledgement is due at the latest, or {@link Long#MAX_VALUE}. */
    long dueNanos() {
        if (waitingPackets == 0) {
            return repeatNanos();
        }
        boolean enough = waitingBytes >= (long) BYTES_PER_ACK_BYTE * ackBytes;
        return enough ? lastNanos + MIN_INTERVAL_NANOS : waitingSince + Receiver.MAX_ACK_DELAY_NANOS;
    }

    Ack ack(long transfer, int credit, long nowNanos) {
        int pairs = Math.min(came.size(), Ack.MAX_RANGES);
        int[] ranges = new int[2 * pairs];
        for (int i = 0; i < pairs; i++) {
            int from = came.size() - 1 - i;
            ranges[2 * i] = (int) (came.to(from) - 1);
            ranges[2 * i + 1] = (int) came.from(from);
        }
        int delayMicros = (int) Math.min((nowNanos - largestNanos) / 1_000, Integer.MAX_VALUE);
        return new Ack(transfer, serial++, credit, (int) largest, (int) (largestNanos / 1_000), delayMicros, ranges);
    }

    void left(int bytes, long nowNanos) {
        ackBytes = bytes + HEADERS_BYTES;
        repeats = waitingPackets == 0 && !now ? repeats + 1 : 0;
        waitingPackets = 0;
        waitingBytes = 0;
        lastNanos = nowNanos;
        now = false;
    }
}
