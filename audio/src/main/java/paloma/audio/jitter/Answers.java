package paloma.audio.jitter;

/** How long answers take, and so how often to ask: by the round trip, and by how many packets are lost in a row. */
final class Answers {
    private static final long SPREAD_NANOS = 4_000_000;
    private static final long UNKNOWN_TRIP_NANOS = 150_000_000;
    private static final double BURSTY = 2;
    private static final double SOONEST = 0.6;

    private double roundTrip;
    private double burst = 1;

    /** Takes a round trip that was measured; the swift ones count, for a report may have waited. */
    void roundTrip(long nanos) {
        roundTrip = roundTrip == 0 || nanos < roundTrip ? nanos : roundTrip + (nanos - roundTrip) / 8;
    }

    /** Returns the round trip, or 0 where it is not known. */
    long roundTripNanos() {
        return (long) roundTrip;
    }

    /** Takes how many packets were missing in a row. */
    void missed(long inARow) {
        burst += (inARow - burst) / 8;
    }

    /** Returns whether what comes after such a time cannot be the answer yet. */
    boolean isTooSoon(long nanos) {
        return nanos < (long) (SOONEST * roundTrip);
    }

    /** Returns whether no answer can come in time any more. */
    boolean isInVain(long leftNanos) {
        return leftNanos <= 0 || (roundTrip > 0 && (long) (0.9 * roundTrip) > leftNanos);
    }

    /** Returns how often to ask in one round: the fewer rounds there is time for, the more often. */
    int copies(long leftNanos) {
        double rounds = roundTrip == 0 ? 3 : 1 + (leftNanos - roundTrip) / (roundTrip + SPREAD_NANOS);
        if (rounds < 1.75) {
            return 3;
        }
        return rounds < 2.2 && burst <= BURSTY ? 2 : 1;
    }

    /** Returns how long an answer is waited for; not so long where losses come in runs, which may have swallowed it as well. */
    long roundNanos() {
        if (roundTrip == 0) {
            return UNKNOWN_TRIP_NANOS;
        }
        return burst > BURSTY ? Math.max(10_000_000, (long) (roundTrip / 2)) : (long) roundTrip + SPREAD_NANOS;
    }
}
