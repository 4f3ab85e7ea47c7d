package paloma.transfer;

/** Whether acknowledgements get lost on their way back, by the numbers of their packets; those of the last few hundred count. */
final class LostAcks {
    /** Of those sent; beyond that each counts half as much. */
    private static final int REMEMBERED = 512;

    /** A gap that is larger counts as one of this size. */
    private static final int MAX_STEP = 64;

    /** Half a lost one is one, half forgotten. */
    private static final double MIN_LOST = 0.5;

    /** Of those sent; less is nothing, or one that is late. */
    private static final double MIN_SHARE = 0.003;

    private boolean known;
    private int highest;
    private double sent;
    private double came;

    void take(int serial) {
        int step = known ? serial - highest : 1;
        if (step > 0) {
            sent += Math.min(step, MAX_STEP);
            highest = serial;
        }
        if (step != 0) {
            came = Math.min(sent, came + 1); // one that was overtaken has arrived too
        }
        known = true;
        if (sent > REMEMBERED) {
            sent /= 2;
            came /= 2;
        }
    }

    boolean occur() {
        return sent - came > Math.max(MIN_LOST, MIN_SHARE * sent);
    }
}
