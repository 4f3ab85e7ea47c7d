package paloma.server.guard;

import java.util.concurrent.atomic.AtomicLong;

/** One token bucket of bytes for the answers to all sources together, used by all event loops without a lock. */
final class AnswerBudget {
    /** A quarter of a second's worth may leave at once. */
    private static final long BURST_NANOS = 250_000_000;

    private final long bytesPerSecond;
    private final AtomicLong arrival;

    AnswerBudget(long bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.arrival = new AtomicLong(nowNanos);
    }

    /** Takes {@code bytes}, those of a burst of answers, out of the bucket; false when they are not there. */
    boolean take(int bytes, long nowNanos) {
        long costNanos = bytes * 1_000_000_000L / bytesPerSecond;
        while (true) {
            long last = arrival.get();
            long start = last - nowNanos > 0 ? last : nowNanos;
            if (start - nowNanos > BURST_NANOS) {
                return false;
            }
            if (arrival.compareAndSet(last, start + costNanos)) {
                return true;
            }
        }
    }
}
