package paloma.client.call;

import java.util.concurrent.TimeUnit;

/**
 * When to send a request to which of several addresses, in the manner of RFC 8305, section 5: the next one gets it soon
 * after the one before, or at once when that is refused, while all are still listened to. Each is asked as often and waited
 * for as long as a single one would be. Is told the time.
 */
final class Stagger {
    /** The Connection Attempt Delay that section 8 recommends. */
    static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final RetryPolicy policy;
    /** When an address gets the request, or when the wait for its last answer ends. */
    private final long[] dueNanos;

    private final int[] sent;
    private final boolean[] dead;

    /** @param delayNanos from one address to the next */
    Stagger(int addresses, RetryPolicy policy, long delayNanos, long nowNanos) {
        this.policy = policy;
        dueNanos = new long[addresses];
        sent = new int[addresses];
        dead = new boolean[addresses];
        for (int i = 0; i < addresses; i++) {
            dueNanos[i] = nowNanos + i * delayNanos;
        }
    }

    /** Returns the number of the address that is to get the request now, or -1. */
    int due(long nowNanos) {
        for (int i = 0; i < sent.length; i++) {
            if (!dead[i] && sent[i] < policy.tries() && dueNanos[i] - nowNanos <= 0) {
                return i;
            }
        }
        return -1;
    }

    void sent(int address, long nowNanos) {
        sent[address]++;
        dueNanos[address] = nowNanos + policy.timeoutNanos();
    }

    /** Gives an address up; the first that was not asked yet is due now. */
    void refused(int address, long nowNanos) {
        dead[address] = true;
        int next = 0;
        while (next < sent.length && (dead[next] || sent[next] > 0)) {
            next++;
        }
        long early = next < sent.length ? Math.max(0, dueNanos[next] - nowNanos) : 0;
        for (int i = next; i < sent.length; i++) {
            dueNanos[i] -= sent[i] == 0 ? early : 0;
        }
    }

    boolean isRefused(int address) {
        return dead[address];
    }

    /** Returns whether an address has got the request. */
    boolean isAsked(int address) {
        return sent[address] > 0;
    }

    /** Returns whether the request was ever sent twice, or to two. */
    boolean mayBeAnsweredAgain() {
        int all = 0;
        for (int times : sent) {
            all += times;
        }
        return all > 1;
    }

    boolean isOver(long nowNanos) {
        return nanosToNext(nowNanos) == Long.MAX_VALUE;
    }

    /** Returns how long nothing is to be done but to listen; {@link Long#MAX_VALUE} when all is over. */
    long nanosToNext(long nowNanos) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < sent.length; i++) {
            long nanos = dueNanos[i] - nowNanos;
            if (!dead[i] && (sent[i] < policy.tries() || nanos > 0)) {
                least = Math.min(least, Math.max(0, nanos));
            }
        }
        return least;
    }
}
