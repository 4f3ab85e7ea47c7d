package paloma.server.guard;

import java.util.concurrent.atomic.AtomicLong;

/** One token bucket for the answers to all sources together, used by all event loops without a lock. */
public final class AnswerBudget {
    /** A quarter of a second's worth may leave at once. */
    private static final long BURST_NANOS = 250_000_000;

    private final long perSecond;
    private final AtomicLong arrival;

    /** @param perSecond bytes, or answers where each counts the same */
    public AnswerBudget(long perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.arrival = new AtomicLong(nowNanos);
    }

    /** Takes {@code count}, the bytes of a burst of answers, out of the bucket; false when they are not there. */
    public boolean take(int count, long nowNanos) {
        long costNanos = count * 1_000_000_000L / perSecond;
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
