package paloma.transfer.congestion;

/**
 * How long packets wait in queues: the mean age of the packets acknowledged in a round trip, less the least mean that
 * the path has shown. Means, not minima: on a path with jitter the minimum is a packet that overtook all others, and
 * says nothing of how much must be on the way to fill the path.
 */
final class QueueDelayEstimator {
    private static final long BASE_LIFE_NANOS = 5_000_000_000L;
    private static final int MIN_PACKETS = 8;
    private static final int DRAIN_ROUNDS = 2;

    /** A round trip after the last packet that left while our queue was drained has been acknowledged. */
    private static final int SETTLING_ROUNDS = DRAIN_ROUNDS + 2;

    private static final int KNOWN_PACKETS = 64;
    private static final double DRAIN = 0.8;

    /** Who lost packets into a full queue, with others perhaps, finds the path empty when all have made way at once. */
    private static final double DRAIN_AFTER_LOSS = 0.5;

    private final WindowedFilter lately = new WindowedFilter(8);
    private final OneWayDelay delay = new OneWayDelay();
    private long leastRtt = Long.MAX_VALUE;
    private boolean known;
    private double roundSum;
    private long roundPackets;
    private double base = Double.MAX_VALUE;
    private long baseNanos;
    private double noise;
    private double peak;
    private double seconds;
    private double mean = 0.1;
    private int settling;
    private double drain = DRAIN;
    private double leastWhileDraining;

    void onAck(AckSample sample) {
        delay.onAck(sample);
        if (sample.rttNanos() > 0) {
            leastRtt = Math.min(leastRtt, sample.rttNanos());
            mean = known ? mean : sample.rttNanos() / 1e9;
        }
        if (sample.packets() == 0) {
            return;
        }
        if (!known) {
            known = true;
            mean = sample.ageNanosSum() / 1e9 / sample.packets();
        }
        roundSum += sample.ageNanosSum() / 1e9;
        roundPackets += sample.packets();
    }

    void endRound(long now) {
        if (roundPackets < MIN_PACKETS) {
            return;
        }
        double last = roundSum / roundPackets;
        if (settling == 0) {
            noise += (Math.min(Math.abs(last - mean), base / 4) - noise) / 4;
        } else if (roundPackets >= KNOWN_PACKETS && last < base) {
            base = last; // what has made way for a moment is gone before a mean of several round trips would show it
            baseNanos = now;
        }
        mean = base == Double.MAX_VALUE ? last : mean + (last - mean) * Math.min(0.5, roundPackets / 64.0);
        roundSum = 0;
        roundPackets = 0;
        if (mean < base) {
            base = mean;
            baseNanos = now;
        }
        seconds = Math.max(0, mean - base - noise);
        lately.add(seconds);
        peak = Math.max(seconds, 0.99 * peak);
        drain(now);
    }

    /** Returns whether packets take longer than a path with no queue explains. */
    boolean isBuilding() {
        return delay.isRaised(mean);
    }

    double ageNanos() {
        return 1e9 * mean;
    }

    /** Returns the least round trip that the path has shown. */
    double leastRttNanos() {
        return Math.min(leastRtt, ageNanos());
    }

    double seconds() {
        return seconds;
    }

    /** Returns the least queueing of the last rounds; 0 until there are enough of them. */
    double leastSeconds() {
        return lately.isFull() ? lately.least() : 0;
    }

    double baseSeconds() {
        return base == Double.MAX_VALUE ? mean : base + noise;
    }

    /** Returns what to multiply the window by, so that now and then the path shows itself without our queue. */
    double drainFactor() {
        return isDraining() ? drain : 1;
    }

    /** Empties our queue for a moment. */
    void drainNow() {
        drainNow(DRAIN);
    }

    /** Empties the whole path for a moment, as far as that is ours to do. */
    void drainAfterLoss() {
        drainNow(DRAIN_AFTER_LOSS);
    }

    private void drainNow(double factor) {
        drain = factor;
        settling = SETTLING_ROUNDS;
        leastWhileDraining = mean;
        lately.clear();
    }

    private boolean isDraining() {
        return settling > SETTLING_ROUNDS - DRAIN_ROUNDS;
    }

    boolean knowsLately() {
        return lately.isFull();
    }

    /** Returns whether the queue is much shorter than it lately was, or than the one that we make. */
    boolean isLow(double ownSeconds) {
        return seconds < 0.5 * Math.max(peak, ownSeconds);
    }

    /** A base of ten seconds ago may be that of another route: the queue is emptied to see (as BBR's ProbeRTT does). */
    private void drain(long now) {
        boolean wasDraining = isDraining();
        settling = Math.max(0, settling - 1);
        if (wasDraining) {
            leastWhileDraining = Math.min(leastWhileDraining, mean);
            if (!isDraining()) {
                base = now - baseNanos > BASE_LIFE_NANOS ? leastWhileDraining : Math.min(base, leastWhileDraining);
                baseNanos = now;
                lately.clear();
            }
        } else if (now - baseNanos > BASE_LIFE_NANOS) {
            drainNow();
        }
    }
}
