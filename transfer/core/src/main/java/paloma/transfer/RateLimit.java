package paloma.transfer;

/**
 * A bound on what leaves in any second, on the wire: each datagram counts with the headers of IPv6 and UDP. Shared by all
 * that send under it, on one thread. What cannot wait, such as the messages of a handshake, is counted and not held back:
 * what follows waits the longer.
 */
public final class RateLimit {
    /** No bound. */
    public static final RateLimit NONE = new RateLimit(Double.MAX_VALUE);

    /** The least that can be kept: a second holds two datagrams of half their ordinary efficiency. */
    public static final double LEAST_BYTES_PER_SECOND = 1_000;

    /** Those of IPv6 and UDP; those of IPv4 are shorter. */
    static final int HEADERS_BYTES = 48;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long SLOT_NANOS = 5_000_000;

    /** What leaves, leaves a little later than it is counted, more or less so. */
    private static final long LATE_NANOS = 15_000_000;

    /** A second, and the slots that it begins and ends in. */
    private static final int SLOTS = (int) ((SECOND_NANOS + LATE_NANOS) / SLOT_NANOS) + 2;

    /** Left for the short messages that cannot wait: a fiftieth, or two of them. */
    private static final double RESERVED_SHARE = 0.02;

    private static final int RESERVED_BYTES = 120;

    /** So many ordinary datagrams fit into a second, or so many jumbos: a second that is full is full to the brim. */
    private static final int ORDINARY_A_SECOND = 2;

    private static final int JUMBOS_A_SECOND = 8;
    private static final int ORDINARY_BYTES = 1_500;

    private final double bytesPerSecond;
    private final double budget;
    private final long[] left = new long[SLOTS];
    private long sum;
    private long newest;
    private boolean begun;

    /** @param bytesPerSecond at least {@link #LEAST_BYTES_PER_SECOND} */
    public RateLimit(double bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        this.budget = bytesPerSecond - Math.max(RESERVED_BYTES, RESERVED_SHARE * bytesPerSecond);
    }

    /** Returns the limit of so many bytes a second, or of the least that can be kept. */
    public static RateLimit of(double bytesPerSecond) {
        return new RateLimit(Math.max(bytesPerSecond, LEAST_BYTES_PER_SECOND));
    }

    public double bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Returns the largest datagram payload that several of fit into a second. */
    public int datagramBytes() {
        double onWire = Math.max(Math.min(budget / ORDINARY_A_SECOND, ORDINARY_BYTES), budget / JUMBOS_A_SECOND);
        return (int) Math.min(onWire, Integer.MAX_VALUE) - HEADERS_BYTES;
    }

    /** Returns whether a datagram of that payload may leave now; where nothing left in the last second, any may. */
    public boolean isOpen(int payloadBytes, long now) {
        if (this == NONE) {
            return true;
        }
        turn(now);
        return sum == 0 || sum + payloadBytes + HEADERS_BYTES <= budget;
    }

    /** Called when a datagram leaves. */
    public void sent(int payloadBytes, long now) {
        if (this != NONE) {
            turn(now);
            left[Math.floorMod(newest, SLOTS)] += payloadBytes + HEADERS_BYTES;
            sum += payloadBytes + HEADERS_BYTES;
        }
    }

    /** Returns when a datagram of that payload may leave, if nothing else leaves before. */
    public long openNanos(int payloadBytes, long now) {
        if (isOpen(payloadBytes, now)) {
            return now;
        }
        double over = sum + payloadBytes + HEADERS_BYTES - budget;
        long slot = newest - SLOTS;
        while (over > 0 && slot < newest) {
            over -= left[Math.floorMod(++slot, SLOTS)];
        }
        return (slot + SLOTS) * SLOT_NANOS;
    }

    /** Forgets what left more than a second ago. */
    private void turn(long now) {
        long slot = Math.floorDiv(now, SLOT_NANOS);
        newest = begun ? newest : slot; // a clock begins anywhere
        begun = true;
        for (long passed = Math.max(newest, slot - SLOTS); passed < slot; passed++) {
            int next = Math.floorMod(passed + 1, SLOTS);
            sum -= left[next];
            left[next] = 0;
        }
        newest = Math.max(newest, slot);
    }
}
