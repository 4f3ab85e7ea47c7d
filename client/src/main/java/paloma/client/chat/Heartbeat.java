package paloma.client.chat;

import java.util.concurrent.TimeUnit;

/** Keeps a line up by a {@code /ping} now and then, and finds that it is gone when nothing at all is heard. */
final class Heartbeat {
    /** Less than the 30 s for which a NAT keeps the port of a quiet UDP client. */
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** While an answer is missing: one datagram may be lost. */
    static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** From the first ping that nothing followed. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private long pingedNanos;
    private long unansweredNanos;
    private boolean unanswered;

    Heartbeat(long nowNanos) {
        pingedNanos = nowNanos;
    }

    void heard() {
        unanswered = false;
    }

    void pinged(long nowNanos) {
        pingedNanos = nowNanos;
        if (!unanswered) {
            unanswered = true;
            unansweredNanos = nowNanos;
        }
    }

    boolean isDue(long nowNanos) {
        return nowNanos - dueNanos() >= 0;
    }

    boolean isGone(long nowNanos) {
        return unanswered && nowNanos - unansweredNanos >= PATIENCE_NANOS;
    }

    /** Returns when there is something to do next. */
    long nextNanos() {
        long goneNanos = unansweredNanos + PATIENCE_NANOS;
        return unanswered && goneNanos - dueNanos() < 0 ? goneNanos : dueNanos();
    }

    private long dueNanos() {
        return pingedNanos + (unanswered ? AGAIN_NANOS : INTERVAL_NANOS);
    }
}
