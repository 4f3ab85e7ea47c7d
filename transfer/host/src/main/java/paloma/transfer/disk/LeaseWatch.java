package paloma.transfer.disk;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How the leases of other processes look, to who waits for their parts: by the clock of this process alone, from when it
 * looked first. Guarded by itself.
 */
final class LeaseWatch {
    /** A holder that has renewed so often since it was asked keeps its part: its client works. */
    private static final int RENEWALS = 4;

    /** How many numbers are left out at most, for those who died or stood still while they took over. */
    static final int MAX_EXPIRED = 9;

    /** Who has not asked for so long does not wait any more. */
    private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Map<Path, Seen> all = new HashMap<>();

    private static final class Seen {
        private Lease lease;
        private long sinceNanos;
        private long askedNanos;
        private int renewals;

        private Seen(Lease lease, long nowNanos) {
            this.lease = lease;
            sinceNanos = nowNanos;
        }
    }

    /** Called with the lease of a part that another process has locked. */
    synchronized State look(Path key, Lease lease, long nowNanos) {
        all.values().removeIf(seen -> nowNanos - seen.askedNanos >= FORGOTTEN_NANOS);
        Seen seen = all.computeIfAbsent(key, any -> new Seen(lease, nowNanos));
        if (seen.lease.number() != lease.number()) {
            seen = new Seen(lease, nowNanos);
            all.put(key, seen);
        }
        if (!seen.lease.equals(lease)) {
            seen.lease = lease;
            seen.sinceNanos = nowNanos;
            seen.renewals++;
        }
        seen.askedNanos = nowNanos;
        long stillNanos = nowNanos - seen.sinceNanos;
        boolean mayEnd = seen.renewals < RENEWALS || stillNanos >= 2 * HeldLease.RENEW_NANOS;
        return new State(stillNanos, mayEnd);
    }

    /** Returns whether it was watched. */
    synchronized boolean forget(Path key) {
        return all.remove(key) != null;
    }

    /**
     * How a lease is.
     *
     * @param stillNanos for how long it has not changed
     * @param mayEnd whether it is not known that its holder is at work
     */
    record State(long stillNanos, boolean mayEnd) {
        /** Returns how often it could have expired. */
        int expired() {
            return (int) Math.min(MAX_EXPIRED, stillNanos / HeldLease.EXPIRE_NANOS);
        }
    }
}
