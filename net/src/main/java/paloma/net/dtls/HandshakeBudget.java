package paloma.net.dtls;

/** How many handshakes may begin: as many a second as it is told, and as many at once (ITU-T I.371's rate algorithm). */
final class HandshakeBudget {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long intervalNanos;
    private long fullAtNanos;

    HandshakeBudget(int perSecond, long nowNanos) {
        intervalNanos = SECOND_NANOS / perSecond;
        fullAtNanos = nowNanos;
    }

    boolean isEmpty(long nowNanos) {
        return fullAtNanos + intervalNanos - nowNanos > SECOND_NANOS;
    }

    void take(long nowNanos) {
        fullAtNanos = Math.max(fullAtNanos - nowNanos, 0) + nowNanos + intervalNanos;
    }
}
