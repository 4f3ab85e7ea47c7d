package paloma.transfer;

import paloma.transfer.wire.DatagramSizes;

/**
 * Finds the largest datagram that the path carries, by probes from a proven size upwards (RFC 8899): a lost probe says
 * nothing of congestion, and a size is used only when a probe of it was acknowledged.
 */
final class PathMtu {
    /** Those that paths are known to have; joined sends spare the search in between. */
    private static final int[] SIZES = {
        DatagramSizes.TUNNEL_BYTES,
        DatagramSizes.ETHERNET_IPV6_BYTES,
        DatagramSizes.ETHERNET_BYTES,
        DatagramSizes.JUMBO_IPV6_BYTES,
        DatagramSizes.JUMBO_BYTES,
        DatagramSizes.LOOPBACK_BYTES
    };

    /** One probe may be lost by chance (RFC 8899, section 5.1.2, has 3: so many sizes take their time). */
    private static final int MAX_TRIES = 2;

    private final int safe;
    private int most;
    private int limit;
    private int proven;
    private int cap = Integer.MAX_VALUE;
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
        this.most = limit;
    }

    /** Returns the largest size to send: it is known to pass. */
    int datagramBytes() {
        return Math.min(proven, cap);
    }

    /** Bounds what is sent and probed, whatever would pass. */
    void cap(int bytes) {
        cap = bytes;
    }

    void proven(int bytes) {
        proven = Math.max(proven, Math.min(bytes, limit));
    }

    void limit(int bytes) {
        most = Math.min(most, bytes);
        limit = Math.min(limit, bytes);
        proven = Math.min(proven, limit);
    }

    /** Returns the largest size to probe now, or 0. */
    int wanted() {
        return wanted(Integer.MAX_VALUE);
    }

    /** Returns the size to probe now, of at most so many bytes, or 0. */
    int wanted(long most) {
        if (probeNumber >= 0) {
            return 0;
        }
        probing = 0;
        for (int i = SIZES.length - 1; i >= 0 && SIZES[i] > proven; i--) {
            // The largest first: of two tries on the usual path one hits.
            if (SIZES[i] <= Math.min(most, Math.min(limit, cap))) {
                probing = SIZES[i];
                break;
            }
        }
        return probing;
    }

    /** Called when a probe of the wanted size leaves under this number. */
    void sent(long number) {
        probeNumber = number;
    }

    /** Called when a packet has arrived; if it was the probe under way, the path carries its size. */
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

    /** Called when the probe under way was lost. */
    void lost() {
        probeNumber = -1;
        if (++tries == MAX_TRIES) {
            limit = Math.max(proven, probing - 1);
            tries = 0;
        }
    }

    /** Called when the path is another one, of which nothing is known. */
    void moved() {
        limit = most;
        proven = Math.min(proven, safe);
        probeNumber = -1;
        tries = 0;
    }

    /** Called when what used to arrive no longer does (RFC 8899, section 4.3: a black hole). */
    void vanished() {
        limit = Math.min(limit, Math.max(safe, proven - 1));
        proven = Math.min(proven, safe);
        probeNumber = -1;
        tries = 0;
    }
}
