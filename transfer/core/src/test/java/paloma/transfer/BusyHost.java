package paloma.transfer;

import java.util.Random;

/**
 * When a host that has just started has no time for its event loop: it loads classes, compiles, waits for a processor.
 * Standstills of up to 25 ms, ever shorter, for so long; and what came meanwhile is not taken at once.
 */
final class BusyHost {
    private static final double LONGEST_NANOS = 25e6;
    private static final double MEAN_GAP_NANOS = 8e6;

    /** What a packet costs while the code that takes it is interpreted. */
    private static final long PACKET_NANOS = 40_000;

    private static final int PACKETS_AT_ONCE = 8;

    /** One whose event loop always has time. */
    static final BusyHost NEVER = new BusyHost(Long.MIN_VALUE, 0, 1);

    private final long startNanos;
    private final long nanos;
    private final Random random;
    private long busyFrom;
    private long busyUntil;
    private long takingUntil;

    BusyHost(long startNanos, long nanos, long seed) {
        this.startNanos = startNanos;
        this.nanos = nanos;
        this.random = new Random(seed);
        this.busyFrom = startNanos;
        this.busyUntil = startNanos;
        this.takingUntil = startNanos;
    }

    /** Returns when the event loop gets to what is due now: now, or later. Time never goes back. */
    long free(long now) {
        while (now >= busyUntil && busyFrom < startNanos + nanos) {
            double left = Math.max(0, 1 - (double) (busyUntil - startNanos) / nanos);
            double length = random.nextDouble();
            busyFrom = busyUntil + (long) (-MEAN_GAP_NANOS * Math.log(1 - random.nextDouble()));
            busyUntil = busyFrom + 1 + (long) (LONGEST_NANOS * left * length * length);
        }
        return Math.max(takingUntil, now >= busyFrom && now < busyUntil ? busyUntil : now);
    }

    /** Returns how many packets it takes in one go. */
    int atOnce(long now) {
        return isCold(now) ? PACKETS_AT_ONCE : Integer.MAX_VALUE;
    }

    void took(int packets, long now) {
        if (isCold(now)) {
            takingUntil = now + packets * PACKET_NANOS;
        }
    }

    private boolean isCold(long now) {
        return now < startNanos + nanos;
    }
}
