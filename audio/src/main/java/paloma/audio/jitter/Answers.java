package paloma.audio.jitter;

/** How long answers take, and so how often to ask: by the round trip, and by how many packets are lost in a row. */
final class Answers {
    /** By how much answers may be later than the round trip, at least, before a packet is requested again. */
    private static final long MIN_SPREAD_NANOS = 4_000_000;

    /** The same in mean deviations of the round trip: most answers come by then. */
    private static final double SPREAD_DEVIATIONS = 1.5;

    /** An answer that may not be late has so many mean deviations of time. */
    private static final double SURE_DEVIATIONS = 3.5;

    /** A round trip that is off by more mean deviations, and by more than this, counts as off by so much: it was held up. */
    private static final double UNUSUAL_DEVIATIONS = 4;

    private static final double MIN_UNUSUAL_NANOS = 20_000_000;

    /** So long, and not sooner, an answer is waited for in any case beyond the round trip. */
    private static final long MIN_WAIT_NANOS = 1_000_000;

    /** How long the first answer is waited for while the round trip is unknown: as long as most paths need. */
    private static final long UNKNOWN_TRIP_NANOS = 150_000_000;

    /** Losses in a row, on the average, from which on a path counts as bursty. */
    private static final double BURSTY = 2;

    /** On a bursty path nothing is requested again sooner than this. */
    private static final long MIN_BURSTY_ROUND_NANOS = 10_000_000;

    /** Shares of the round trip: sooner it is no answer, and with less time left none can come. */
    private static final double SOONEST = 0.6;

    private static final double SHORTEST = 0.9;

    /** The weight of the past against one new value in both averages. */
    private static final int MEMORY = 8;

    /** Rounds of requests that fit while the round trip is unknown: enough for one copy each. */
    private static final double UNKNOWN_ROUNDS = 3;

    /** With fewer rounds than this a request is sent three times, or twice: a request can be lost too. */
    private static final double ROUNDS_FOR_THREE = 1.9;

    private static final double ROUNDS_FOR_TWO = 2.2;

    private double roundTrip;
    private double deviation;
    private double burst = 1;

    /** Called with a measured round trip. */
    void roundTrip(long nanos) {
        double most = Math.max(MIN_UNUSUAL_NANOS, UNUSUAL_DEVIATIONS * deviation);
        double off = roundTrip == 0 ? 0 : Math.max(-most, Math.min(most, nanos - roundTrip));
        roundTrip = roundTrip == 0 ? nanos : roundTrip + off / MEMORY;
        deviation += (Math.abs(off) - deviation) / MEMORY;
    }

    /** Returns the round trip, or 0 if it is unknown. */
    long roundTripNanos() {
        return (long) roundTrip;
    }

    /** Called with how many packets were missing in a row. */
    void missed(long inARow) {
        burst += (inARow - burst) / MEMORY;
    }

    /** Returns whether a packet after such a time cannot be the answer yet. */
    boolean isTooSoon(long nanos) {
        return nanos < (long) (SOONEST * roundTrip);
    }

    /** Returns whether no answer can come in time any more. */
    boolean isInVain(long leftNanos) {
        return leftNanos <= 0 || (roundTrip > 0 && (long) (SHORTEST * roundTrip) > leftNanos);
    }

    /** Returns how many copies of a request to send in one round: the fewer rounds there is time for, the more. */
    int copies(long leftNanos) {
        double rounds = roundTrip == 0 ? UNKNOWN_ROUNDS : 1 + (leftNanos - roundTrip) / (roundTrip + MIN_SPREAD_NANOS);
        if (rounds < ROUNDS_FOR_THREE) {
            return 3;
        }
        return rounds < ROUNDS_FOR_TWO && burst <= BURSTY ? 2 : 1;
    }

    /**
     * Returns how long to wait for an answer: less if losses come in bursts, which may have swallowed it too, and if one more
     * can just come in time.
     *
     * @param leftNanos until an answer is too late
     */
    long roundNanos(long leftNanos) {
        if (roundTrip == 0) {
            return UNKNOWN_TRIP_NANOS;
        }
        return burst > BURSTY
                ? Math.max(MIN_BURSTY_ROUND_NANOS, (long) (roundTrip / 2))
                : (long) roundTrip + beyondNanos(leftNanos);
    }

    private long beyondNanos(long leftNanos) {
        double spread = Math.max(MIN_SPREAD_NANOS, SPREAD_DEVIATIONS * deviation);
        double most = leftNanos - 2 * roundTrip - SURE_DEVIATIONS * deviation;
        return (long) Math.max(MIN_WAIT_NANOS, Math.min(spread, most));
    }
}
