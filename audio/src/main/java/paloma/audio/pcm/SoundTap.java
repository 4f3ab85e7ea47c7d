package paloma.audio.pcm;

import java.lang.invoke.VarHandle;

/**
 * The last seconds of sound that passed, for whoever looks. One thread adds, without ever waiting; others read, and are
 * told where they were too slow. Nothing is copied while nobody wants it, and nothing is held before somebody did.
 */
public final class SoundTap {
    private static final int SECONDS = 4;

    private final PcmFormat format;
    private final int frames;
    private volatile short[] ring;
    private volatile boolean wanted;

    /** Frames whose writing has begun: what is older than a ring before that is being overwritten. */
    private volatile long begun;

    private volatile long written;

    public SoundTap(PcmFormat format) {
        this.format = format;
        this.frames = SECONDS * format.rate();
    }

    public PcmFormat format() {
        return format;
    }

    /** Sets whether anybody looks. Called by one thread. */
    public void want(boolean isWanted) {
        if (isWanted && ring == null) {
            ring = new short[frames * format.channels()];
        }
        wanted = isWanted;
    }

    /** Adds frames: {@code count} of them from the one at {@code from}. Called by one thread. */
    public void add(short[] samples, int from, int count) {
        if (!wanted) {
            return;
        }
        short[] to = ring;
        int channels = format.channels();
        long at = written;
        begun = at + count;
        VarHandle.storeStoreFence(); // nobody sees a new sample before he can see that it is new
        for (int i = 0; i < count; i++) {
            System.arraycopy(samples, (from + i) * channels, to, (int) ((at + i) % frames) * channels, channels);
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
        short[] held = ring;
        int channels = format.channels();
        for (int i = 0; i < count; i++) {
            System.arraycopy(held, (int) ((from + i) % frames) * channels, to, i * channels, channels);
        }
        VarHandle.loadLoadFence(); // what was overwritten meanwhile is known by now
        return begun - from <= frames;
    }
}
