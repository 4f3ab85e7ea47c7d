package paloma.transfer.congestion;

/**
 * The loss that the path shows while no queue stands: that of the radio, not of a full buffer. Only what goes beyond it is
 * a sign of congestion. Losses are counted as events, runs of packets that followed one another: a radio loses in
 * bursts, and one long burst says no more than one short one.
 */
final class LossFloor {
    /** A path that loses more than this is not filled. */
    private static final double MAX_SHARE = 0.3;

    /** Above the floor: no radio becomes so much worse at once. */
    private static final double HEAVY_SHARE = 0.2;

    /** The same of a start, of which nothing is known yet: a path that loses one in twenty loses so much in no round trip. */
    private static final double HEAVY_START_SHARE = 0.1;

    /** Losses of a start, each a run, in a packet sent: a radio that loses in bursts has fewer, and a full queue more. */
    private static final double HEAVY_START_EVENTS = 0.02;

    /** Packets lost before a share of them tells anything. */
    private static final int MIN_HEAVY = 20;

    /** What was lost earlier than so many packets ago is forgotten little by little. */
    private static final int REMEMBERED = 4_000;

    /** Packets that a floor that was saved counts for: as many again, and it is half of what is known. */
    private static final int RESUMED = 1_000;

    /** Packets sent before it is judged: two losses of a path that loses one in a hundred. */
    private static final int BLOCK = 200;

    /** What a packet counts for where losses came while a queue stood, which may have caused them. */
    private static final double DOUBT = 0.25;

    /** Events beyond the expected ones that may be chance: so many, and so many standard deviations (of Poisson's law). */
    private static final double MARGIN_EVENTS = 3;

    private static final double MARGIN_DEVIATIONS = 4;

    /** The same where a queue stands, so that little is enough. */
    private static final double SENSITIVE_MARGIN_EVENTS = 1;

    private static final double SENSITIVE_MARGIN_DEVIATIONS = 3;

    private double packetBytes;
    private double acked;
    private double lost;
    private double events;
    private double share;
    private double eventsPerByte;
    private double known;

    LossFloor(int packetBytes) {
        this.packetBytes = packetBytes;
    }

    /** Called when packets are of another size from now on. */
    void packetBytes(int bytes) {
        packetBytes = bytes;
    }

    void onAck(AckSample sample) {
        acked += sample.ackedBytes();
        lost += sample.lostBytes();
        events += sample.lossEvents();
    }

    /** Returns the floor: lost bytes of all that were sent. */
    double share() {
        return share;
    }

    /** Returns the loss events a byte since {@link #begin}. */
    double eventRate() {
        return events / Math.max(1, acked + lost);
    }

    /** Returns the loss events a byte of the floor. */
    double floorRate() {
        return eventsPerByte;
    }

    /** Returns whether enough has been seen since {@link #begin} to judge. */
    boolean isBlock() {
        return acked + lost >= BLOCK * packetBytes;
    }

    /**
     * Returns whether more was lost since {@link #begin} than the floor explains.
     *
     * @param sensitive whether a queue stands, so that little is enough
     */
    boolean isExceeded(boolean sensitive) {
        double all = acked + lost;
        double learned = Math.max(known, BLOCK * packetBytes);
        double expected = (eventsPerByte + 1 / learned) * all;
        double deviation = Math.sqrt(expected * (1 + all / learned)); // the floor is a count too
        double margin = sensitive
                ? SENSITIVE_MARGIN_EVENTS + SENSITIVE_MARGIN_DEVIATIONS * deviation
                : MARGIN_EVENTS + MARGIN_DEVIATIONS * deviation;
        return events > expected + margin || isHeavy();
    }

    /** Returns whether so much is being lost that no radio explains it. */
    boolean isHeavy() {
        return isHeavy(HEAVY_SHARE);
    }

    /** Returns the same of a start, which shares a full path or has run over its queue. */
    boolean isHeavyStart() {
        return isHeavy() || isHeavy(HEAVY_START_SHARE) && events * packetBytes > HEAVY_START_EVENTS * (lost + acked);
    }

    private boolean isHeavy(double above) {
        return lost > MIN_HEAVY * packetBytes && lost > (share + above) * (lost + acked);
    }

    /** Makes what was lost since {@link #begin} the floor: the queue was low, and it was lost all the same. */
    void adopt() {
        known = 0;
        learn(true);
    }

    /** Adds what was lost since {@link #begin} to the floor; where a queue stood it counts for less. */
    void learn(boolean queueIsLow) {
        double all = acked + lost;
        if (all == 0) {
            return;
        }
        double counted = (queueIsLow || lost <= share * all ? 1 : DOUBT) * all;
        known = Math.min(known + counted, REMEMBERED * packetBytes);
        double weight = Math.min(1, counted / known);
        share = Math.min(MAX_SHARE, share + weight * (lost / all - share));
        eventsPerByte += weight * (events / all - eventsPerByte);
    }

    /** Takes up what was learned in an earlier transfer; the path may have changed, so it weighs little. */
    void resume(SavedPath saved) {
        known = RESUMED * packetBytes;
        share = Math.min(MAX_SHARE, saved.lossShare());
        eventsPerByte = saved.lossEventsPerByte();
    }

    void begin() {
        acked = 0;
        lost = 0;
        events = 0;
    }
}
