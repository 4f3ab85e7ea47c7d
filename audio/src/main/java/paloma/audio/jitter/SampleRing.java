package paloma.audio.jitter;

/**
 * The sound of the last and the next seconds, by position in the stream, with what is missing. A position is a count of
 * frames that never wraps.
 */
final class SampleRing {
    private static final int WORD = 64;

    private final int channels;
    private final int capacity;
    private final short[] samples;
    private final long[] held;

    /** @param capacity in frames, a power of two of at least 64 */
    SampleRing(int channels, int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < WORD) {
            throw new IllegalArgumentException("the capacity is a power of two");
        }
        this.channels = channels;
        this.capacity = capacity;
        this.samples = new short[capacity * channels];
        this.held = new long[capacity / WORD];
    }

    int capacity() {
        return capacity;
    }

    boolean holds(long position) {
        int at = slot(position);
        return (held[at / WORD] & 1L << at) != 0;
    }

    /** Keeps frames but the first {@code skipped}; those that are there already stay. Gives how many are new. */
    int put(long position, short[] from, int frames, int skipped) {
        int added = 0;
        for (int i = skipped; i < frames; i++) {
            int at = slot(position + i);
            long bit = 1L << at;
            if ((held[at / WORD] & bit) == 0) {
                held[at / WORD] |= bit;
                System.arraycopy(from, i * channels, samples, at * channels, channels);
                added++;
            }
        }
        return added;
    }

    /** Gives how many frames from there on, up to {@code most}, are all held, or all missing. */
    int run(long position, int most) {
        boolean first = holds(position);
        int length = 1;
        while (length < most && holds(position + length) == first) {
            length++;
        }
        return length;
    }

    /** Copies frames that are held, and forgets them. */
    void take(long position, short[] into, int at, int frames) {
        for (int i = 0; i < frames; i++) {
            System.arraycopy(samples, slot(position + i) * channels, into, (at + i) * channels, channels);
        }
        forget(position, frames);
    }

    void forget(long position, long frames) {
        for (int i = 0; i < Math.min(frames, capacity); i++) {
            int at = slot(position + i);
            held[at / WORD] &= ~(1L << at);
        }
    }

    private int slot(long position) {
        return (int) (position & capacity - 1);
    }
}
