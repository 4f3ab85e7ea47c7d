package paloma.audio.pcm;

import java.util.Arrays;

/**
 * Converts the rate of a stream that comes in pieces, up or down by any ratio. Flat up to 0.907 of the lower rate's
 * bandwidth (20 kHz of 44.1 kHz); what the lower rate cannot carry is at least 90 dB down. The first frame that comes out
 * sounds when the first that went in does. At equal rates all samples pass as they are. For one thread.
 */
public final class RateConverter {
    /** Where a tone is still whole, as a share of half the lower rate. From 1 on nothing passes. */
    private static final double PASSBAND = 20_000 / 22_050.0;

    /** 100 dB down in the stopband, by Kaiser's formula; so are the ripples in the passband. */
    private static final double KAISER_BETA = 0.1102 * (100 - 8.7);

    /** At the lower rate; as many as this attenuation and this slope need, by Kaiser's formula. */
    private static final int HALF = 72;

    /** A moment between two rows is interpolated if an exact row for each would fill more than 4 MB. */
    private static final int MAX_TAPS = 1 << 20;

    /** For interpolation to stay below -100 dB, at the lower rate. */
    private static final int PHASES = 512;

    private final int channels;
    private final int up;
    private final int down;
    private final SincFilter filter;
    private final float[] between;
    private float[][] held;
    private int heldFrames;
    private int next;
    private int remainder;

    public RateConverter(int fromRate, int toRate, int channels) {
        int common = gcd(fromRate, toRate);
        this.channels = channels;
        this.up = toRate / common;
        this.down = fromRate / common;
        this.filter = up == down ? null : filter(up, down);
        this.between = new float[up == down ? 0 : filter.taps()];
        this.held = new float[(channels + 1) / 2 * 2][2 * between.length];
        this.heldFrames = up == down ? 0 : filter.half() - 1;
    }

    /** Returns how many frames can come out, at most, of so many that go in, or of {@link #flush}. */
    public int maxFrames(int frames) {
        return (int) (((long) frames + between.length) * up / down) + 1;
    }

    /** Returns how many frames must follow a moment before it comes out, at the rate of what goes in. */
    public int delayFrames() {
        return between.length / 2;
    }

    /**
     * Takes {@code frames} frames and writes what is due to the head of {@code out}.
     *
     * @return how many frames came out; 0 if more must come first
     */
    public int convert(short[] in, int frames, short[] out) {
        if (up == down) {
            System.arraycopy(in, 0, out, 0, frames * channels);
            return frames;
        }
        makeRoom(frames);
        for (int c = 0; c < channels; c++) {
            for (int i = 0, from = c; i < frames; i++, from += channels) {
                held[c][heldFrames + i] = in[from];
            }
        }
        heldFrames += frames;
        return produce(out, heldFrames - filter.taps());
    }

    /** Writes what is left, as if silence followed; all frames together last as long as what went in. Begins anew. */
    public int flush(short[] out) {
        if (up == down) {
            return 0;
        }
        makeRoom(filter.half());
        silence(heldFrames, filter.half());
        int made = produce(out, heldFrames - filter.half());
        heldFrames = filter.half() - 1;
        silence(0, heldFrames);
        next = 0;
        remainder = 0;
        return made;
    }

    private void silence(int from, int frames) {
        for (float[] plane : held) {
            Arrays.fill(plane, from, from + frames, 0);
        }
    }

    /** Drops what no frame needs any more, and grows if that is not enough. */
    private void makeRoom(int frames) {
        int left = heldFrames - next;
        int wanted = left + Math.max(frames, filter.half());
        for (int c = 0; c < held.length; c++) {
            float[] to = wanted > held[c].length ? new float[2 * wanted] : held[c];
            System.arraycopy(held[c], next, to, 0, left);
            held[c] = to;
        }
        heldFrames = left;
        next = 0;
    }

    /** @param last where the taps of the last frame begin that can be made */
    private int produce(short[] out, int last) {
        int made = 0;
        while (next <= last) {
            float[] taps = taps();
            for (int c = 0; c < channels; c += 2) {
                pair(taps, held[c], held[c + 1], out, made * channels + c, c + 1 < channels);
            }
            made++;
            remainder += down;
            next += remainder / up;
            remainder %= up;
        }
        return made;
    }

    private float[] taps() {
        long place = (long) remainder * filter.phases();
        int phase = (int) (place / up);
        if (place % up == 0) {
            return filter.row(phase);
        }
        filter.interpolate(phase, (float) (place % up) / up, between);
        return between;
    }

    /** Two channels at once share the taps, and four sums at once keep the processor busy: three times as fast. */
    private void pair(float[] taps, float[] one, float[] two, short[] out, int at, boolean both) {
        float a0 = 0, a1 = 0, a2 = 0, a3 = 0;
        float b0 = 0, b1 = 0, b2 = 0, b3 = 0;
        for (int t = 0, n = next; t < taps.length; t += 4, n += 4) {
            float t0 = taps[t];
            float t1 = taps[t + 1];
            float t2 = taps[t + 2];
            float t3 = taps[t + 3];
            a0 += t0 * one[n];
            b0 += t0 * two[n];
            a1 += t1 * one[n + 1];
            b1 += t1 * two[n + 1];
            a2 += t2 * one[n + 2];
            b2 += t2 * two[n + 2];
            a3 += t3 * one[n + 3];
            b3 += t3 * two[n + 3];
        }
        out[at] = clip(a0 + a1 + a2 + a3);
        if (both) {
            out[at + 1] = clip(b0 + b1 + b2 + b3);
        }
    }

    private static short clip(float sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
    }

    /** Going down, the filter is as much longer as the rate is higher. */
    private static SincFilter filter(int up, int down) {
        double ratio = Math.max(1, (double) down / up);
        int half = 2 * (int) Math.ceil(HALF * ratio / 2);
        boolean exact = 2L * half * up <= MAX_TAPS;
        int phases = exact ? up : (int) Math.ceil(PHASES / ratio);
        return new SincFilter(half, (1 + PASSBAND) / 2 / ratio, KAISER_BETA, phases);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
