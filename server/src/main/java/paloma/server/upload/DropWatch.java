package paloma.server.upload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import paloma.net.KernelDrops;

/**
 * Remembers how many datagrams the kernel had dropped at which time. What counts for an upload is the number from
 * before its first datagram came: looking only when that one is handled would miss what a burst lost meanwhile.
 */
final class DropWatch {
    /** How long a datagram may have waited in the receive buffer before the event loop saw it. */
    static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Covers a minute of datagrams that wait for a slow disk. */
    private static final int MAX_READINGS = 60;

    private final LongSupplier dropped;
    private final Deque<Reading> readings = new ArrayDeque<>();
    private long oldest;

    /**
     * @param dropped counts from the opening of the sockets, so that it was 0 once; {@link KernelDrops#UNKNOWN} where it
     *     cannot be had now; may read files
     */
    DropWatch(LongSupplier dropped) {
        this.dropped = dropped;
    }

    /** Reads the number, at most once a {@link #SETTLE_NANOS}. */
    void tick(long nowNanos) {
        if (readings.isEmpty() || nowNanos - readings.getLast().nanos() >= SETTLE_NANOS) {
            read(nowNanos);
        }
        if (readings.size() > MAX_READINGS) {
            oldest = readings.removeFirst().count();
        }
    }

    private void read(long nowNanos) {
        long count = dropped.getAsLong();
        if (count != KernelDrops.UNKNOWN) {
            readings.add(new Reading(nowNanos, count));
        }
    }

    /** Returns the latest number that is surely older than what arrived at {@code arrivalNanos}. */
    long before(long arrivalNanos) {
        long count = oldest;
        for (Reading reading : readings) {
            if (arrivalNanos - reading.nanos() >= SETTLE_NANOS) {
                count = reading.count();
            }
        }
        return count;
    }

    /** Returns the number now, or {@link KernelDrops#UNKNOWN}. */
    long now() {
        return dropped.getAsLong();
    }

    private record Reading(long nanos, long count) {}
}
