package paloma.client.echo;

import java.util.concurrent.TimeUnit;

/**
 * For how long nothing came back. A path that is away comes back within seconds; an entry of a NAT or a balancer that leads
 * to a server that is gone never does, and only another port makes another entry. Is told the time.
 */
final class Silence {
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Of probes in a row, so that a long interval or a patient person waits for more than one. */
    static final int MOST_LOST = 3;

    private long sinceNanos;
    private int lost;

    Silence(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /** Called when something came back, or may come by another port from now on. */
    void end(long nowNanos) {
        sinceNanos = nowNanos;
        lost = 0;
    }

    void lost(int probes) {
        lost += probes;
    }

    boolean isTooLong(long nowNanos) {
        return lost >= MOST_LOST && nowNanos - sinceNanos >= LONGEST_NANOS;
    }
}
