package paloma.transfer;

/** How often each chunk of a file was bad; a byte each, once one was. */
final class Attempts {
    /** The wire has one byte for it. */
    private static final int MOST = 255;

    private final int chunks;
    private byte[] counts;

    Attempts(int chunks) {
        this.chunks = chunks;
    }

    int of(int chunk) {
        return counts == null ? 0 : Byte.toUnsignedInt(counts[chunk]);
    }

    void set(int chunk, int attempts) {
        counts = counts == null ? new byte[chunks] : counts;
        counts[chunk] = (byte) Math.min(attempts, MOST);
    }

    void increment(int chunk) {
        set(chunk, of(chunk) + 1);
    }
}
