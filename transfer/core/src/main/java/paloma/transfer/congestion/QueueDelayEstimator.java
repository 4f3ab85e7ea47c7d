package paloma.transfer.congestion;

/**
 * How long packets wait in queues: the mean age of the packets acknowledged in a round trip, less the least mean that
 * the path has shown. Means, not minima: on a path with jitter the minimum is a packet that overtook all others, and
 * says nothing of how much must be on the way to fill the path.
 */
final class QueueDelayEstimator {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Fewer are no mean; the round trip goes on. */
    private static final int MIN_PACKETS = 8;

    /** So many in one round trip are believed alone; fewer count by their number. */
    private static final int KNOWN_PACKETS = 64;

    /** The same of acknowledgements: the packets of one have its way back in common. */
    private static final int KNOWN_ACKS = 8;

    private static final double MAX_WEIGHT = 0.5;

    /** As that of RTTVAR (RFC 6298, section 2.3). */
    private static final double NOISE_WEIGHT = 0.25;

    /** Of the base: what deviates more is a queue, not noise. */
    private static final double MAX_NOISE = 0.25;

    /** A tenth of the highest queue is forgotten in ten round trips. */
    private static final double PEAK_DECAY = 0.99;

    /** Of the peak. */
    private static final double LOW = 0.5;

    /** Round trips that a flow which fills buffers cannot leave empty all at once. */
    private static final int LATELY_ROUNDS = 8;

    /** Of the window: takes away a queue of ours, which is 4 ms of the 20 to 100 that a path has, and little of the rate. */
    private static final double DRAIN = 0.8;

    /** Who lost packets into a full queue, with others perhaps, finds the path empty when all have made way at once. */
    private static final double DRAIN_AFTER_LOSS = 0.5;

    /** Stands in before the first packet; RFC 9002 begins with 333 ms, which no path on which this matters has. */
    private static final double INITIAL_RTT_SECONDS = 0.1;

    private final WindowedFilter lately = new WindowedFilter(LATELY_ROUNDS);
    private final OneWayDelay oneWay = new OneWayDelay();
    private final QueueDrain drain = new QueueDrain();
    private final BaseRtt base = new BaseRtt();
    private final RoundMean round = new RoundMean();
    private long minRttNanos = Long.MAX_VALUE;
    private boolean known;
    private double mean = INITIAL_RTT_SECONDS;
    private double noise;
    private double seconds;
    private double peak;

    void onAck(AckSample sample) {
        oneWay.onAck(sample);
        if (sample.rttNanos() > 0) {
            minRttNanos = Math.min(minRttNanos, sample.rttNanos());
            mean = known ? mean : sample.rttNanos() / NANOS_PER_SECOND;
        }
        if (sample.packets() == 0) {
            return;
        }
        if (!known) {
            known = true;
            mean = sample.ageNanosSum() / NANOS_PER_SECOND / sample.packets();
        }
        round.add(sample);
    }

    void endRound(long now) {
        boolean isMean = base.isKnown() || round.acks() >= KNOWN_ACKS; // the first to be heard are the swiftest
        if (!isMean || round.packets() < MIN_PACKETS) {
            return;
        }
        double last = round.seconds();
        if (!drain.isSettling()) {
            double deviation = Math.min(Math.abs(last - mean), MAX_NOISE * base.seconds());
            noise += NOISE_WEIGHT * (deviation - noise);
        } else if (round.packets() >= KNOWN_PACKETS) {
            base.lower(last, now); // what has made way for a moment is gone before a mean would show it
        }
        double weight = Math.min(MAX_WEIGHT, certainty());
        mean = base.isKnown() ? mean + (last - mean) * weight : last;
        round.clear();
        base.lower(mean, now);
        seconds = Math.max(0, mean - base.seconds() - noise);
        lately.add(seconds);
        peak = Math.max(seconds, PEAK_DECAY * peak);
        lookAtThePath(now);
    }

    /** Called where a link is so thin that the mean tells of our own packets in a row: the swiftest packet tells of the path. */
    void believeLeast(long now) {
        base.lower(minRttNanos / NANOS_PER_SECOND, now);
    }

    /** Returns whether packets take longer than a path with no queue explains. */
    boolean isBuilding() {
        return oneWay.isRaised(mean);
    }

    /** Returns the smoothed mean age of packets: a round trip with whatever queue stands. */
    double rttNanos() {
        return NANOS_PER_SECOND * mean;
    }

    /** Returns the least round trip of a packet that the path has shown (BBR's min_rtt). */
    double minRttNanos() {
        return Math.min(minRttNanos, rttNanos());
    }

    /** Called when what waited on the path is gone. */
    void restart() {
        oneWay.restart();
        round.clear();
        lately.clear();
    }

    /** Returns how long a packet takes on average when no queue stands. */
    double baseRttSeconds() {
        return base.isKnown() ? base.seconds() + noise : mean;
    }

    /** Returns how long packets wait in queues. */
    double seconds() {
        return seconds;
    }

    /** Returns the least queueing of the last rounds; 0 until there are enough of them. */
    double leastSeconds() {
        return lately.isFull() ? lately.least() : 0;
    }

    boolean knowsLately() {
        return lately.isFull();
    }

    /** Returns whether the queue is much shorter than it lately was, or than the one that we make. */
    boolean isLow(double ownSeconds) {
        return seconds < LOW * Math.max(peak, ownSeconds);
    }

    /** Returns what to multiply the window by, so that now and then the path shows itself without our queue. */
    double drainFactor() {
        return drain.windowFactor();
    }

    /** Empties our queue for a moment. */
    void drain() {
        drain(DRAIN);
    }

    /** Empties the whole path for a moment, as far as that is ours to do. */
    void drainAfterLoss() {
        drain(DRAIN_AFTER_LOSS);
    }

    private double certainty() {
        return Math.min((double) round.packets() / KNOWN_PACKETS, (double) round.acks() / KNOWN_ACKS);
    }

    private void drain(double windowFactor) {
        drain.begin(windowFactor, mean);
        lately.clear();
    }

    private void lookAtThePath(long now) {
        boolean wasSettling = drain.isSettling();
        if (drain.endRound(mean)) {
            base.renew(drain.leastRttSeconds(), now);
            lately.clear();
        } else if (!wasSettling && base.isOld(now)) {
            drain();
        }
    }
}
