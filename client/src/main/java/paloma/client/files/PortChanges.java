package paloma.client.files;

import java.util.concurrent.TimeUnit;

/**
 * When to go on from another port. A path that is away comes back within seconds; an entry of a NAT or a balancer that leads
 * to a server that is gone never does. Is told the time.
 */
final class PortChanges {
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Anybody can say that nobody listens: it counts where nothing is heard any more. */
    static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Another port may lead to the server that is gone as well. */
    static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After so many in a row it is the path that is away, or it is so long that answers come too late for soon ones. */
    static final int MAX_SOON = 4;

    private long changedNanos;
    private long refusedNanos;
    private boolean isRefused;
    private int inVain;
    private long probedNanos;

    PortChanges(long nowNanos) {
        changedNanos = nowNanos;
        probedNanos = nowNanos;
    }

    /** Called when it was said, by ICMP or by a balancer, that nobody listens. */
    void refused(long nowNanos) {
        isRefused = true;
        refusedNanos = nowNanos;
    }

    /** @param silentNanos how long nothing was heard by whoever waits; -1 where nobody does */
    boolean isDue(long silentNanos, long nowNanos) {
        long age = nowNanos - changedNanos;
        if (silentNanos < age) {
            inVain = 0;
        }
        boolean isSilent =
                silentNanos >= SILENCE_NANOS || silentNanos >= REFUSED_NANOS && isRefused(silentNanos, nowNanos);
        return isSilent && age >= (inVain <= MAX_SOON ? SOON_NANOS : SILENCE_NANOS);
    }

    /** Returns whether something is to be said, so that whoever knows that nobody listens can tell. */
    boolean isProbeDue(long silentNanos, long nowNanos) {
        boolean isDue = silentNanos >= REFUSED_NANOS && nowNanos - probedNanos >= SOON_NANOS;
        probedNanos = isDue ? nowNanos : probedNanos;
        return isDue;
    }

    void changed(long nowNanos) {
        changedNanos = nowNanos;
        isRefused = false;
        inVain++;
    }

    /** What was heard after it has disproved it. */
    private boolean isRefused(long silentNanos, long nowNanos) {
        return isRefused && nowNanos - refusedNanos < silentNanos;
    }
}
