package paloma.audio.jitter;

/**
 * The interarrival jitter (RFC 3550, section 6.4.1 and appendix A.8), of packets that came alone: what a sender lets leave at
 * once is no jitter of the path.
 */
final class Arrivals {
    /** The gain that RFC 3550, section 6.4.1, gives. */
    private static final int GAIN = 16;

    private final double framesANano;
    private boolean begun;
    private long originNanos;
    private double transit;
    private double jitter;

    Arrivals(int rate) {
        framesANano = rate / 1e9;
    }

    void add(long position, long nowNanos) {
        if (!begun) {
            originNanos = nowNanos;
        }
        double now = (nowNanos - originNanos) * framesANano - position;
        if (begun) {
            jitter += (Math.abs(now - transit) - jitter) / GAIN;
        }
        begun = true;
        transit = now;
    }

    /** Called after an interruption, which is no jitter. */
    void interrupted() {
        begun = false;
    }

    /** Returns the jitter in frames. */
    double jitter() {
        return jitter;
    }
}
