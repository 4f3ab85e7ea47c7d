package paloma.server.chat;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket as one number: the theoretical arrival time of the generic cell rate algorithm (ITU-T I.371), which needs
 * no refill. Full at first.
 */
final class Allowance {
    /**
     * How much may be said.
     *
     * @param perSecond how fast the bucket fills
     * @param burst what a full one holds
     */
    record Rate(int perSecond, int burst) {}

    private final long intervalNanos;
    private final long burstNanos;
    private long arrivalNanos;

    Allowance(Rate rate, long nowNanos) {
        intervalNanos = TimeUnit.SECONDS.toNanos(1) / rate.perSecond();
        burstNanos = rate.burst() * intervalNanos;
        arrivalNanos = nowNanos;
    }

    /** Takes a token; returns false when there is none. */
    boolean take(long nowNanos) {
        long start = arrivalNanos - nowNanos > 0 ? arrivalNanos : nowNanos;
        if (start + intervalNanos - nowNanos > burstNanos) {
            return false;
        }
        arrivalNanos = start + intervalNanos;
        return true;
    }
}
