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

    /** Keeps frames, except the first {@code skipped}; those already there stay. Returns how many are new. */
    int put(long position, short[] from, int frames, int skipped) {
        int added = 0;
        for (int i = skipped; i < frames; ) {
            int run = run(position + i, frames - i);
            if (!holds(position + i)) {
                copyIn(position + i, from, i, run);
                mark(position + i, run, true);
                added += run;
            }
            i += run;
        }
        return added;
    }

    /** Returns how many frames from there on, up to {@code most}, are all held, or all missing. */
    int run(long position, int most) {
        boolean first = holds(position);
        int length = 0;
        while (length < most) {
            int at = slot(position + length);
            long rest = (first ? ~held[at / WORD] : held[at / WORD]) >>> at;
            int same = Math.min(rest == 0 ? WORD : Long.numberOfTrailingZeros(rest), WORD - at % WORD);
            length += same;
            if (same < WORD - at % WORD) {
                break;
            }
        }
        return Math.min(length, most);
    }

    /** Copies frames that are held, and forgets them. */
    void take(long position, short[] into, int at, int frames) {
        int first = Math.min(frames, capacity - slot(position));
        System.arraycopy(samples, slot(position) * channels, into, at * channels, first * channels);
        System.arraycopy(samples, 0, into, (at + first) * channels, (frames - first) * channels);
        mark(position, frames, false);
    }

    void forget(long position, long frames) {
        mark(position, (int) Math.min(frames, capacity), false);
    }

    private void copyIn(long position, short[] from, int at, int frames) {
        int first = Math.min(frames, capacity - slot(position));
        System.arraycopy(from, at * channels, samples, slot(position) * channels, first * channels);
        System.arraycopy(from, (at + first) * channels, samples, 0, (frames - first) * channels);
    }

    private void mark(long position, int frames, boolean isHeld) {
        for (int i = 0; i < frames; ) {
            int at = slot(position + i);
            int bits = Math.min(frames - i, WORD - at % WORD);
            long mask = (bits == WORD ? -1L : (1L << bits) - 1) << at;
            held[at / WORD] = isHeld ? held[at / WORD] | mask : held[at / WORD] & ~mask;
            i += bits;
        }
    }

    private int slot(long position) {
        return (int) (position & capacity - 1);
    }
}
