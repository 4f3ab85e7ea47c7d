package paloma.transfer.congestion;

/**
 * The loss that the path shows while no queue stands: that of the radio, not of a full buffer. Only what goes beyond it is
 * a sign of congestion.
 */
final class LossFloor {
    private static final double MOST = 0.3;
    private static final double REMEMBERED_PACKETS = 3_000;

    private double acked;
    private double lost;
    private double floorAcked;
    private double floorLost;
    private double roundAcked;
    private double roundLost;

    void onAck(AckSample sample) {
        acked += sample.ackedBytes();
        lost += sample.lostBytes();
    }

    void endRound(boolean queueIsLow) {
        roundAcked = acked;
        roundLost = lost;
        if (queueIsLow) {
            floorAcked += acked;
            floorLost += lost;
            double limit = REMEMBERED_PACKETS * 1_472;
            if (floorAcked > limit) {
                floorLost *= limit / floorAcked;
                floorAcked = limit;
            }
        }
        acked = 0;
        lost = 0;
    }

    double share() {
        return floorLost == 0 ? 0 : Math.min(MOST, floorLost / (floorLost + floorAcked));
    }

    /** Says whether the last round lost more than the floor explains: by a little where a queue stands, else by a lot. */
    boolean isExceeded(boolean queueIsFull) {
        double all = roundAcked + roundLost;
        double expected = share() * all;
        double packets = expected / 1_472;
        double margin = 1_472 * (2 + 3 * Math.sqrt(packets)) + (queueIsFull ? 0.01 : 0.15) * all;
        return roundLost > expected + margin;
    }

    /** Says whether so much is being lost that starting faster is out of the question. */
    boolean isHeavy() {
        return lost > 20 * 1_472 && lost > 0.3 * (lost + acked);
    }
}
