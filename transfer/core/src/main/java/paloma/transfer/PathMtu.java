package paloma.transfer;

/**
 * Finds the largest datagram that the path carries, by probes from a proven size upwards (RFC 8899): a lost probe says
 * nothing of congestion, and a size is used only when a probe of it was acknowledged.
 */
final class PathMtu {
    /** UDP payloads: PPPoE and tunnels, Ethernet over IPv6 and IPv4, jumbo frames. Joined sends do the rest. */
    private static final int[] SIZES = {1_372, 1_452, 1_472, 8_952, 8_972};

    private static final int MAX_TRIES = 2;

    private final int safe;
    private int limit;
    private int proven;
    private int probing;
    private int tries;
    private long probeNumber = -1;

    /**
     * @param proven what is known to arrive
     * @param limit what this host and its peer can send and take
     */
    PathMtu(int safe, int proven, int limit) {
        this.safe = safe;
        this.proven = Math.min(proven, limit);
        this.limit = limit;
    }

    int datagramBytes() {
        return proven;
    }

    void proven(int bytes) {
        proven = Math.max(proven, Math.min(bytes, limit));
    }

    void limit(int bytes) {
        limit = Math.min(limit, bytes);
        proven = Math.min(proven, limit);
    }

    /** Returns the size to probe now, or 0. */
    int wanted() {
        if (probeNumber >= 0) {
            return 0;
        }
        probing = 0;
        for (int i = SIZES.length - 1; i >= 0 && SIZES[i] > proven; i--) {
            // The largest first: of two tries on the usual path one hits.
            if (SIZES[i] <= limit) {
                probing = SIZES[i];
                break;
            }
        }
        return probing;
    }

    void sent(long number) {
        probeNumber = number;
    }

    /** Gives whether this number was the probe under way, which has now arrived. */
    void acked(long number) {
        if (number == probeNumber) {
            proven = Math.max(proven, probing);
            probeNumber = -1;
            tries = 0;
        }
    }

    boolean isProbe(long number) {
        return number == probeNumber;
    }

    void lost() {
        probeNumber = -1;
        if (++tries == MAX_TRIES) {
            limit = Math.max(proven, probing - 1);
            tries = 0;
        }
    }

    /** What used to arrive does not any more (RFC 8899, section 4.3: a black hole). */
    void vanished() {
        limit = Math.min(limit, Math.max(safe, proven - 1));
        proven = Math.min(proven, safe);
        probeNumber = -1;
        tries = 0;
    }
}
