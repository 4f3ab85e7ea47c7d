package paloma.client.chat;

/** What a server lets a person say: 5 lines a second, and 20 at once. */
final class FakeAllowance {
    private double lines = 20;
    private long nanos;

    FakeAllowance(long nowNanos) {
        nanos = nowNanos;
    }

    boolean take(long nowNanos) {
        lines = Math.min(20, lines + (nowNanos - nanos) * 5 / 1e9);
        nanos = nowNanos;
        if (lines < 1) {
            return false;
        }
        lines--;
        return true;
    }
}
