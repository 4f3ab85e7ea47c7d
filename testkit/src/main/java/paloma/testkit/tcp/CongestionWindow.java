package paloma.testkit.tcp;

/** A TCP sender's congestion window, in segments. */
interface CongestionWindow {
    double segments();

    /**
     * Called for each acknowledgement outside of recovery.
     *
     * @param delivered segments that it tells of for the first time
     * @param sentSegment number of the newest of them
     * @param nextSegment number of the next one to be sent
     */
    void onAck(int delivered, long sentSegment, long nextSegment, long rttNanos, long nowNanos);

    /** Called once for each round trip with losses; returns what the window comes down to. */
    double onLoss();

    /** Called when nothing was heard until the retransmission timeout. */
    void onTimeout();

    /** Called while and after a recovery, in which {@link RateReduction} says how large the window is. */
    void set(double segments);
}
