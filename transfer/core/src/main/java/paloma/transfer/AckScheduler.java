package paloma.transfer;

import paloma.transfer.wire.Ack;

/**
 * When to acknowledge: at once where it was asked for, every second packet at the start (RFC 9000,
 * section 13.2.2), and then so seldom that acknowledgements stay below a hundredth of what they acknowledge.
 */
final class AckScheduler {
    /** As many as the start has, which lives on acknowledgements. */
    private static final int EAGER_PACKETS = 100;

    private static final int EAGER_EVERY = 2;

    /** A little more than a hundred: the last ones, and the repeated ones, are more frequent. */
    private static final int BYTES_PER_ACK_BYTE = 130;

    private static final long MIN_INTERVAL_NANOS = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int HEADERS_BYTES = 28; // of IPv4 and UDP

    /** Where nothing follows, the last acknowledgement may have been lost: it goes again, ever later. */
    private static final int REPEATS = 4;

    /** Where packets come so far apart that the next is still to be expected, nothing is missing. */
    private static final int APART_FACTOR = 2;

    private static final int APART_WEIGHT = 8;
    private static final long MAX_APART_NANOS = 1_000_000_000;

    /** Until the first one has left: its size with a few ranges. */
    private static final int INITIAL_ACK_BYTES = 70;

    private final ReceivedPackets received = new ReceivedPackets();
    private int ackBytes = INITIAL_ACK_BYTES;
    private int waitingPackets;
    private long waitingBytes;
    private long waitingSince;
    private long lastNanos;
    private long cameNanos;
    private long apartNanos;
    private boolean now;
    private int repeats = REPEATS;

    AckScheduler(long nowNanos) {
        lastNanos = nowNanos - MIN_INTERVAL_NANOS;
    }

    /** Called when a packet has come; returns whether it is the first of its number. */
    boolean came(long number, int bytes, boolean ackNow, long nowNanos) {
        if (!received.isEmpty() && !ackNow) { // who hears nothing asks ever more seldom, on any path
            long apart = Math.min(nowNanos - cameNanos, MAX_APART_NANOS);
            apartNanos = Math.max(apart, apartNanos - apartNanos / APART_WEIGHT);
        }
        cameNanos = nowNanos;
        if (waitingPackets++ == 0) {
            waitingSince = nowNanos;
        }
        waitingBytes += bytes;
        now |= ackNow;
        return received.add(number, nowNanos);
    }

    ReceivedPackets received() {
        return received;
    }

    /** Makes an acknowledgement due at once, though nothing came: the credit has grown. */
    void hurry() {
        now |= !received.isEmpty();
    }

    /** Drops what is not acknowledged yet: a better message tells it now. */
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
            return isRepeating() && nowNanos - repeatNanos() >= 0;
        }
        boolean enough = received.count() <= EAGER_PACKETS
                ? waitingPackets >= EAGER_EVERY
                : waitingBytes >= (long) BYTES_PER_ACK_BYTE * ackBytes && nowNanos - lastNanos >= MIN_INTERVAL_NANOS;
        return enough || nowNanos - waitingSince >= Receiver.MAX_ACK_DELAY_NANOS;
    }

    private long repeatNanos() {
        return lastNanos + Math.max(Receiver.MAX_ACK_DELAY_NANOS << repeats, APART_FACTOR * apartNanos);
    }

    private boolean isRepeating() {
        return repeats < REPEATS;
    }

    /** Returns when an acknowledgement is due at the latest, or {@link Long#MAX_VALUE}. */
    long dueNanos() {
        if (waitingPackets == 0) {
            return isRepeating() ? repeatNanos() : Long.MAX_VALUE;
        }
        boolean enough = waitingBytes >= (long) BYTES_PER_ACK_BYTE * ackBytes;
        return enough ? lastNanos + MIN_INTERVAL_NANOS : waitingSince + Receiver.MAX_ACK_DELAY_NANOS;
    }

    Ack ack(int credit, long nowNanos) {
        long largestNanos = received.largestNanos();
        int delayMicros = (int) Math.min((nowNanos - largestNanos) / NANOS_PER_MICRO, Integer.MAX_VALUE);
        return new Ack(
                credit,
                (int) received.largest(),
                (int) (largestNanos / NANOS_PER_MICRO),
                delayMicros,
                received.ranges());
    }

    /** Called when an acknowledgement has left. */
    void left(int bytes, long nowNanos) {
        ackBytes = bytes + HEADERS_BYTES;
        repeats = waitingPackets == 0 && !now ? repeats + 1 : 0;
        waitingPackets = 0;
        waitingBytes = 0;
        lastNanos = nowNanos;
        now = false;
    }
}
