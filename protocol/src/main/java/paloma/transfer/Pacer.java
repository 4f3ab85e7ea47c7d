package paloma.transfer;

/**
 * Spreads packets over time (RFC 9002, section 7.7): a token bucket that holds one quantum, so that what leaves at once
 * is a millisecond's worth or one joined send, whichever is less.
 */
final class Pacer {
    private static final long QUANTUM_NANOS = 1_000_000;
    private static final int QUANTUM_BYTES = 60_000;

    private double nanosPerByte;
    private long quantum = QUANTUM_NANOS;
    private long free;

    void rate(double bytesPerSecond) {
        nanosPerByte = 1e9 / bytesPerSecond;
        quantum = Math.min(QUANTUM_NANOS, (long) (QUANTUM_BYTES * nanosPerByte));
    }

    boolean isOpen(long now) {
        return free - now <= 0;
    }

    void sent(int bytes, long now) {
        free = Math.max(free, now - quantum) + (long) (bytes * nanosPerByte);
    }

    /** Gives when a whole quantum may leave: one wake, one send. */
    long wakeNanos() {
        return free + quantum;
    }
}
