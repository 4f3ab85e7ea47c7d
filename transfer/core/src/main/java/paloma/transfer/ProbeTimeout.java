package paloma.transfer;

/** The probe timeout (RFC 9002, section 6.2): when nothing is heard, two packets leave whatever the window says. */
final class ProbeTimeout {
    /** No longer than this, so that a path that is back is found within a second. */
    private static final long MAX_NANOS = 1_000_000_000;

    private static final int MAX_DOUBLINGS = 10;
    private static final int PROBES = 2; // RFC 9002, section 6.2.4

    private final RttEstimator rtt;
    private long lastSentNanos;
    private int silent;
    private int due;

    ProbeTimeout(RttEstimator rtt, long now) {
        this.rtt = rtt;
        this.lastSentNanos = now;
    }

    /** Counts from now on; so does each packet. */
    void restart(long now) {
        lastSentNanos = now;
    }

    /** Returns from when on it counts. */
    long sinceNanos() {
        return lastSentNanos;
    }

    void heard() {
        silent = 0;
    }

    /** Returns when it is over. */
    long nanos() {
        long backedOff = Math.min(rtt.probeNanos() << Math.min(silent, MAX_DOUBLINGS), MAX_NANOS);
        return lastSentNanos + Math.max(backedOff, rtt.probeNanos());
    }

    /** Called when it is over: makes the probes due, and returns how many times in a row it has expired. */
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
