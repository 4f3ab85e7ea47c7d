package paloma.audio.jitter;

/**
 * Which packets came right behind another, and so say little of the path: senders let several leave at once, of which only
 * the first is on time, and what waited behind a standstill comes at once as well.
 */
final class BackToBack {
    /** Parts of a packet's duration: what comes sooner after another is right behind it. */
    private static final double BEHIND = 0.4;

    private boolean begun;
    private long lastArrival;

    /** Returns whether a packet of that duration came right behind the last one. */
    boolean comes(long durationNanos, long arrivalNanos) {
        boolean isBehind = begun && arrivalNanos - lastArrival < (long) (BEHIND * durationNanos);
        begun = true;
        lastArrival = arrivalNanos;
        return isBehind;
    }
}
