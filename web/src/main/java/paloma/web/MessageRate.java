package paloma.web;

import java.util.concurrent.TimeUnit;

/** A token bucket for the messages of one browser. Is told the time. */
final class MessageRate {
    private final int most;
    private final double perNano;
    private double left;
    private long lastNanos;

    MessageRate(int most, int perSecond, long nowNanos) {
        this.most = most;
        this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
        this.left = most;
        this.lastNanos = nowNanos;
    }

    boolean mayBe(long nowNanos) {
        left = Math.min(most, left + (nowNanos - lastNanos) * perNano);
        lastNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
