package paloma.testkit.tcp;

/** Proportional rate reduction (RFC 9937): how the window comes down while losses are repaired. */
final class RateReduction {
    private double threshold;
    private double before;
    private double delivered;
    private double out;

    /** @param inFlight segments when the recovery began */
    void begin(double toSegments, int inFlight) {
        threshold = toSegments;
        before = Math.max(1, inFlight);
        delivered = 0;
        out = 0;
    }

    void sent() {
        out++;
    }

    double threshold() {
        return threshold;
    }

    /** Returns the window after an acknowledgement. */
    double window(int newlyDelivered, int inFlight, boolean lostMore) {
        delivered += newlyDelivered;
        double send;
        if (inFlight > threshold) {
            send = Math.ceil(delivered * threshold / before) - out;
        } else {
            double limit = Math.max(delivered - out, newlyDelivered) + (lostMore ? 0 : 1);
            send = Math.min(threshold - inFlight, limit);
        }
        return inFlight + Math.max(0, send);
    }
}
