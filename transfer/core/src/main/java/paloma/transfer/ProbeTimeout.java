package paloma.transfer;

/** The probe timeout (RFC 9002, section 6.2): when no word comes, two packets leave whatever the window says. */
final class ProbeTimeout {
    private static final long MAX_NANOS = 1_000_000_000;
    private static final int MAX_DOUBLINGS = 10;
    private static final int PROBES = 2; // RFC 9002, section 6.2.4

    private final RttEstimator trips;
    private long lastSentNanos;
    private int silent;
    private int due;

    ProbeTimeout(RttEstimator trips, long now) {
        this.trips = trips;
        this.lastSentNanos = now;
    }

    /** Counts from now on; so does each packet. */
    void restart(long now) {
        lastSentNanos = now;
    }

    void heard() {
        silent = 0;
    }

    /** Returns when it is over. */
    long nanos() {
        long backedOff = Math.min(trips.probeNanos() << Math.min(silent, MAX_DOUBLINGS), MAX_NANOS);
        return lastSentNanos + Math.max(backedOff, trips.probeNanos());
    }

    /** Makes the probes due, and gives how many times in a row it has been over. */
    int expire(long now) {
        restart(now);
        due = PROBES;
        return ++silent;
    }

    boolean isProbing() {
        return due > 0;
    }

    int probesDue() {
        return due;
    }

    void probed() {
        due--;
    }
}
