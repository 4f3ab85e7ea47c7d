package paloma.transfer;

/** When to repeat what has not been answered: ever later, from the round trip once that is known. */
final class RepeatTimer {
    private static final long FIRST_NANOS = 500_000_000;
    private static final long MAX_NANOS = 2_000_000_000;

    /** A round trip of less says little of how long a busy server takes. */
    private static final long MIN_NANOS = 50_000_000;

    private long repeatNanos = FIRST_NANOS;
    private long askedNanos;
    private long dueNanos;

    /** @param nowNanos when the first one is due */
    RepeatTimer(long nowNanos) {
        askedNanos = nowNanos;
        dueNanos = nowNanos;
    }

    /** Called when it has left. */
    void asked(long nowNanos) {
        askedNanos = nowNanos;
        dueNanos = nowNanos + repeatNanos;
        repeatNanos = Math.min(2 * repeatNanos, MAX_NANOS);
    }

    /** Called when it was answered and something else is to be asked now; returns the time that the answer took. */
    long answered(long nowNanos) {
        long roundTrip = nowNanos - askedNanos;
        roundTrip(roundTrip);
        dueNanos = nowNanos;
        askedNanos = nowNanos;
        return roundTrip;
    }

    void roundTrip(long nanos) {
        repeatNanos = Math.max(MIN_NANOS, 2 * nanos);
    }

    /** Called when all that was asked is to be asked anew. */
    void restart(long nowNanos) {
        repeatNanos = FIRST_NANOS;
        dueNanos = nowNanos;
    }

    boolean isDue(long nowNanos) {
        return nowNanos - dueNanos >= 0;
    }

    /** Returns whether an answer is being waited for. */
    boolean isWaiting() {
        return dueNanos - askedNanos > 0;
    }

    long dueNanos() {
        return dueNanos;
    }
}
