package paloma.server.files;

import java.util.concurrent.TimeUnit;

/** For how long a transfer has moved nothing. One thread at a time looks, any may ask. */
final class Standstill {
    /** Links are away for seconds, and a client that only probes may stay for ever. */
    static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

    private volatile long sinceNanos;
    private long movedBytes;

    Standstill(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /** @param bytes moved until now, those that came again not counted */
    void look(long bytes, long nowNanos) {
        if (bytes != movedBytes) {
            movedBytes = bytes;
            sinceNanos = nowNanos;
        }
    }

    long nanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }
}
