package paloma.transfer;

/** When to say that the file is whole: twice at once, for nothing follows that would tell of a loss, then for some seconds. */
final class DoneRepeats {
    private static final long SECOND_NANOS = 5_000_000;
    private static final long REPEAT_NANOS = 200_000_000;
    private static final int MAX_REPEATS = 40;

    private boolean begun;
    private int count;
    private long nextNanos;

    void begin(long nowNanos) {
        begun = true;
        nextNanos = nowNanos;
    }

    boolean isBegun() {
        return begun;
    }

    boolean isDue(long nowNanos) {
        return isRepeating() && nowNanos - nextNanos >= 0;
    }

    /** Returns when it is due, or {@link Long#MAX_VALUE}. */
    long dueNanos() {
        return isRepeating() ? nextNanos : Long.MAX_VALUE;
    }

    /** Called when it leaves. */
    void left(long nowNanos) {
        nextNanos = nowNanos + (count++ == 0 ? SECOND_NANOS : REPEAT_NANOS);
    }

    private boolean isRepeating() {
        return begun && count < MAX_REPEATS;
    }
}
