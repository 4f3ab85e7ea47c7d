package paloma.audio.pcm;

/**
 * The last seconds of sound that passed, for whoever looks. One thread adds, without ever waiting; others read, and are
 * told where they were too slow. Nothing is copied while nobody wants it.
 */
public final class SoundTap {
    private static final int SECONDS = 4;

    private final PcmFormat format;
    private final short[] ring;
    private final int frames;
    private volatile boolean wanted;
    private volatile long
            begun; // frames whose writing has begun: what is older than a ring before that is being overwritten
    private volatile long written;

    public SoundTap(PcmFormat format) {
        this.format = format;
        this.frames = SECONDS * format.rate();
        this.ring = new short[frames * format.channels()];
    }

    public PcmFormat format() {
        return format;
    }

    /** Sets whether anybody looks. */
    public void want(boolean isWanted) {
        wanted = isWanted;
    }

    /** Adds frames: {@code count} of them from the one at {@code from}. Called by one thread. */
    public void add(short[] samples, int from, int count) {
        if (!wanted) {
            return;
        }
        int channels = format.channels();
        long at = written;
        begun = at + count;
        for (int i = 0; i < count; i++) {
            int to = (int) ((at + i) % frames) * channels;
            System.arraycopy(samples, (from + i) * channels, ring, to, channels);
        }
        written = at + count;
    }

    /** Returns how many frames were added: the number of the next one. */
    public long written() {
        return written;
    }

    /** Copies {@code count} frames, from number {@code from} on; false where they are not here any more, or not yet. */
    public boolean read(long from, short[] to, int count) {
        if (from < 0 || from + count > written) {
            return false;
        }
        int channels = format.channels();
        for (int i = 0; i < count; i++) {
            System.arraycopy(ring, (int) ((from + i) % frames) * channels, to, i * channels, channels);
        }
        return begun - from <= frames;
    }
}
