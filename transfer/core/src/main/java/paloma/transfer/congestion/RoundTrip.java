package paloma.transfer.congestion;

/**
 * The round trip that is going on: it ends with the acknowledgement of a packet that left after it began
 * (draft-ietf-ccwg-bbr, BBRUpdateRound), but lasts a least time. Before the first one began, any acknowledgement ends it.
 */
final class RoundTrip {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long minNanos;
    private long startDelivered;
    private long startNanos;
    private boolean begun;
    private boolean appLimited;

    RoundTrip(long minNanos) {
        this.minNanos = minNanos;
    }

    void begin(AckSample sample) {
        begun = true;
        startNanos = sample.nowNanos();
        startDelivered = sample.deliveredBytes();
        appLimited = false;
    }

    void onAck(AckSample sample) {
        appLimited |= sample.appLimited();
    }

    boolean isOver(AckSample sample) {
        return sample.deliveredAtSendBytes() >= startDelivered && isLong(sample.nowNanos());
    }

    private boolean isLong(long now) {
        return !begun || now - startNanos >= minNanos;
    }

    boolean isBegun() {
        return begun;
    }

    /** Returns whether something else than the window held the sender back at any time of it. */
    boolean isAppLimited() {
        return appLimited;
    }

    /** Returns the mean delivery rate over all of it: what is lost leaves gaps, in which nothing seems to arrive. */
    double bytesPerSecond(AckSample sample) {
        return (sample.deliveredBytes() - startDelivered) * NANOS_PER_SECOND / (sample.nowNanos() - startNanos);
    }
}
