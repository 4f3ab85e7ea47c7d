package paloma.audio.playout;

import paloma.audio.pcm.SincFilter;

/**
 * Follows a clock that is a little faster or slower than ours: a polyphase filter with linear interpolation between its
 * phases. At a ratio of 1 and no fraction the samples pass as they are, bit for bit.
 */
public final class Resampler {
    /** Frames on both sides of the one that is played. */
    public static final int HALF = 32;

    private static final int TAPS = 2 * HALF;
    private static final int PHASES = 512;
    private static final double KAISER_BETA = 8;

    private static final SincFilter FILTER = new SincFilter(HALF, 1, KAISER_BETA, PHASES);

    private final int channels;
    private final float[] taps = new float[TAPS];
    private double fraction;

    public Resampler(int channels) {
        this.channels = channels;
    }

    /** Returns how many frames {@link #run} reads for {@code frames}, beginning {@link #HALF} - 1 before the present one. */
    public int needs(int frames, double ratio) {
        return (int) (fraction + frames * ratio) + TAPS;
    }

    /**
     * Makes {@code frames} frames.
     *
     * @param in begins {@link #HALF} - 1 frames before the present one
     * @param ratio frames that are used up for each that is made
     * @return how many frames are used up
     */
    public int run(short[] in, short[] out, int frames, double ratio) {
        if (fraction == 0 && ratio == 1) {
            System.arraycopy(in, (HALF - 1) * channels, out, 0, frames * channels);
            return frames;
        }
        int used = 0;
        for (int i = 0; i < frames; i++) {
            if (fraction == 0) {
                System.arraycopy(in, (used + HALF - 1) * channels, out, i * channels, channels);
            } else {
                between(in, used * channels, out, i * channels);
            }
            fraction += ratio;
            int whole = (int) fraction;
            fraction -= whole;
            used += whole;
        }
        return used + snap();
    }

    /** Returns the ratio with which {@code frames} frames end at a whole one, from which samples pass as they are. */
    double ratioToWhole(int frames) {
        return fraction == 0 ? 1 : 1 + (Math.rint(fraction) - fraction) / frames;
    }

    /** Returns how far beyond the present frame, in frames, the next sound lies. */
    public double fraction() {
        return fraction;
    }

    public void clear() {
        fraction = 0;
    }

    /** What is a whole frame but for rounding is one. */
    private int snap() {
        double nearest = Math.rint(fraction);
        if (Math.abs(fraction - nearest) > 1e-9) {
            return 0;
        }
        fraction = 0;
        return (int) nearest;
    }

    private void between(short[] in, int from, short[] out, int to) {
        double place = fraction * PHASES;
        int phase = (int) place;
        FILTER.interpolate(phase, (float) (place - phase), taps);
        if (channels == 2) {
            stereo(in, from, out, to);
        } else {
            for (int c = 0; c < channels; c++) {
                out[to + c] = clip(sum(in, from + c));
            }
        }
    }

    private void stereo(short[] in, int from, short[] out, int to) {
        float left = 0;
        float right = 0;
        for (int t = 0, n = from; t < TAPS; t++, n += 2) {
            float tap = taps[t];
            left += in[n] * tap;
            right += in[n + 1] * tap;
        }
        out[to] = clip(left);
        out[to + 1] = clip(right);
    }

    private float sum(short[] in, int from) {
        float sum = 0;
        for (int t = 0, n = from; t < TAPS; t++, n += channels) {
            sum += in[n] * taps[t];
        }
        return sum;
    }

    private static short clip(float sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
    }
}
