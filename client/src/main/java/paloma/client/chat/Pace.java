package paloma.client.chat;

import java.util.concurrent.TimeUnit;

/** The pace at which lines are sent: as fast as a server lets a person, and with half of its burst, so that none is refused. */
final class Pace {
    /** A server takes 5 lines a second from a person, after a burst of 20. */
    static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    static final int BURST_LINES = 10;

    private long emptyNanos;

    /** Starts with nothing spent. */
    Pace(long nowNanos) {
        emptyNanos = nowNanos;
    }

    /** Returns when the next line may leave. */
    long nextNanos() {
        return emptyNanos - (BURST_LINES - 1) * INTERVAL_NANOS;
    }

    boolean allows(long nowNanos) {
        return nowNanos - nextNanos() >= 0;
    }

    void sent(long nowNanos) {
        emptyNanos = INTERVAL_NANOS + (emptyNanos - nowNanos > 0 ? emptyNanos : nowNanos);
    }
}
