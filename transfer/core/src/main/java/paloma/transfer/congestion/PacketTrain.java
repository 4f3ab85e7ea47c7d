package paloma.transfer.congestion;

/**
 * The first flight, which leaves as one train: how far the bottleneck pulls it apart tells the bottleneck's rate. That rate
 * is believed until what follows, which is longer, arrives at another.
 */
final class PacketTrain {
    private final Tuning.Train tuning;
    private final double followingMicros;
    private double rate;
    private boolean distrusted;
    private boolean followed;
    private long followedMicros;

    /** @param followingMicros microseconds that what follows must span before it tells anything */
    PacketTrain(Tuning.Train tuning, double followingMicros) {
        this.tuning = tuning;
        this.followingMicros = followingMicros;
    }

    void onAck(AckSample sample, RecentRate recent) {
        if (sample.reordered()) {
            distrust(); // jitter has pulled it apart, not the bottleneck
        } else if (!distrusted && !isFollowing(sample) && recent.isStretched(tuning.spanMicros())) {
            rate = Math.max(rate, recent.bytesPerSecond(tuning.spanMicros()));
        }
        if (isKnown() && isFollowing(sample)) {
            compare(sample, recent);
        }
    }

    /** Returns the bytes a second that the train tells to send at, or 0 where it told nothing. */
    double bytesPerSecond() {
        return isKnown() ? tuning.belief() * rate : 0;
    }

    /** Returns whether what follows the train arrives as fast as it did. */
    boolean isConfirmed(AckSample sample, RecentRate recent) {
        if (!isKnown() || !isFollowing(sample)) {
            return false;
        }
        double now = recent.bytesPerSecond(followingMicros);
        return now > tuning.minConfirmed() * rate && now < tuning.maxConfirmed() * rate;
    }

    /** Called when it has misled, and would again. */
    void distrust() {
        distrusted = true;
    }

    private boolean isKnown() {
        return !distrusted && rate > 0;
    }

    private static boolean isFollowing(AckSample sample) {
        return sample.deliveredAtSendBytes() > 0;
    }

    private void compare(AckSample sample, RecentRate recent) {
        if (!followed) {
            followed = true;
            followedMicros = sample.arrivalMicros();
        }
        boolean isLong = sample.arrivalMicros() - followedMicros >= followingMicros;
        if (isLong && recent.bytesPerSecond(followingMicros) < tuning.minFollowing() * rate) {
            distrust();
        }
    }
}
