package paloma.transfer;

/** Whether acknowledgements get lost on their way back, by their serial numbers; those of the last few hundred count. */
final class LostAcks {
    private static final int REMEMBERED = 512;
    private static final int MAX_STEP = 64;

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
            came = Math.min(sent, came + 1); // one that was overtaken has come as well
        }
        known = true;
        if (sent > REMEMBERED) {
            sent /= 2;
            came /= 2;
        }
    }

    boolean occur() {
        return sent - came > Math.max(0.5, MIN_SHARE * sent);
    }
}
