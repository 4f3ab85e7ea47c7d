package paloma.client.chat;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** How long to wait before the line is tried again: half a second to one, doubled each time, up to 30 s. */
final class Backoff {
    static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final RandomGenerator random;
    private long upToNanos = FIRST_NANOS;

    /** @param random spreads those whom one server has left at the same time */
    Backoff(RandomGenerator random) {
        this.random = random;
    }

    long nextNanos() {
        long half = upToNanos / 2;
        upToNanos = Math.min(MAX_NANOS, 2 * upToNanos);
        return half + random.nextLong(half + 1);
    }

    void reset() {
        upToNanos = FIRST_NANOS;
    }
}
