package paloma.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A histogram of durations: bucket {@code i} counts those below {@code 2^i} microseconds that the one before does not. */
public final class HandlingTimes {
    /** The last bucket takes all of 2^22 us (4 s) and above: a prime of 4,300 digits. */
    public static final int BUCKETS = 24;

    private final LongAdder[] buckets = new LongAdder[BUCKETS];
    private final LongAdder totalNanos = new LongAdder();

    HandlingTimes() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /** Counts {@code times} durations of {@code nanos} each. */
    void record(int times, long nanos) {
        buckets[bucketOf(nanos)].add(times);
        totalNanos.add(times * nanos);
    }

    static int bucketOf(long nanos) {
        return Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, nanos) / 1_000));
    }

    public long count(int bucket) {
        return buckets[bucket].sum();
    }

    public long totalNanos() {
        return totalNanos.sum();
    }
}
