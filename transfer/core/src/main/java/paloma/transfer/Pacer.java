package paloma.transfer;

/**
 * Spreads packets over time (RFC 9002, section 7.7): a token bucket that is emptied a quantum at a time, half a
 * millisecond's worth or one joined send, whichever is less. A thread that was late may catch up with a few of them.
 */
final class Pacer {
    private static final long QUANTUM_NANOS = 500_000;

    /** What one joined send (UDP_SEGMENT) takes: 64 kB less some. */
    private static final int QUANTUM_BYTES = 60_000;

    /** What a thread that was late may catch up with. */
    private static final long MAX_LATE_NANOS = 5_000_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private double nanosPerByte;
    private long quantum = QUANTUM_NANOS;
    private long free;

    Pacer(long nowNanos) {
        free = nowNanos - MAX_LATE_NANOS;
    }

    void rate(double bytesPerSecond) {
        nanosPerByte = NANOS_PER_SECOND / bytesPerSecond;
        quantum = Math.min(QUANTUM_NANOS, (long) (QUANTUM_BYTES * nanosPerByte));
    }

    boolean isOpen(long now) {
        return free - now <= 0;
    }

    void sent(int bytes, long now) {
        free = Math.max(free, now - MAX_LATE_NANOS) + (long) (bytes * nanosPerByte);
    }

    /** Called when there was nothing to send, or no room for it: time that passes so is not caught up with. */
    void idle(long now) {
        free = Math.max(free, now - quantum);
    }

    /** Returns when a whole quantum may leave: one wake, one send. */
    long wakeNanos() {
        return free + quantum;
    }
}
