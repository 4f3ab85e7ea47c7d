package paloma.audio.send;

/**
 * Whether parity would help one listener: its path loses packets, and its latency leaves no time to request one twice. Is told
 * the time, does no I/O.
 */
final class ParityNeed {
    /** The loss at which it begins; it goes on down to half of that. */
    private static final double MIN_LOSS = 0.01;

    /** How much of the past each report keeps: the last four or so count. */
    private static final double MEMORY = 0.75;

    /** Fewer packets, or fewer losses, say nothing. */
    private static final double MIN_PACKETS = 100;

    private static final double MIN_LOST = 2.5;

    /** Two answers take two round trips and the time to notice a loss. */
    private static final double TRIPS = 2;

    private static final long MARGIN_NANOS = 5_000_000;

    /** The weight of the past against one report in the average round trip. */
    private static final int TRIP_MEMORY = 8;

    private boolean begun;
    private int highest;
    private int lost;
    private double packets;
    private double lostPackets;
    private double roundTrip;
    private long delay = Long.MAX_VALUE;

    /**
     * Called with a report (RFC 3550, 6.4.1).
     *
     * @param newHighest the highest sequence number received, extended
     * @param newLost cumulative
     * @param tripNanos 0 if unknown
     */
    void reported(int newHighest, int newLost, long tripNanos) {
        int came = newHighest - highest;
        int gone = newLost - lost;
        highest = newHighest;
        lost = newLost;
        if (tripNanos > 0) {
            roundTrip += roundTrip == 0 ? tripNanos : (tripNanos - roundTrip) / TRIP_MEMORY;
        }
        if (begun && came >= 0) {
            packets = packets * MEMORY + came;
            lostPackets = lostPackets * MEMORY + Math.max(0, Math.min(came, gone));
        }
        begun = true;
    }

    /** Called with how long the listener holds sound back. */
    void holds(long nanos) {
        delay = nanos;
    }

    /** @param already whether it gets parity, so that a lesser need is enough */
    boolean isThere(boolean already) {
        double least = already ? MIN_LOSS / 2 : MIN_LOSS;
        boolean loses = packets >= MIN_PACKETS && lostPackets >= MIN_LOST && lostPackets > least * packets;
        return loses && roundTrip > 0 && delay < TRIPS * roundTrip + MARGIN_NANOS;
    }
}
