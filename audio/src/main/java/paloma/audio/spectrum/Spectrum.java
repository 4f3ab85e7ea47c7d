package paloma.audio.spectrum;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Power spectrum of short stretches of sound under a Hann window, scaled so that a sine at full scale has 1 in its bin.
 * What lies before and beyond the sound counts as silence.
 */
public final class Spectrum {
    private static final int MIN_SIZE = 64;

    private final int size;
    private final double[] window;
    private final double[] work;
    private final DoubleFFT_1D transform;

    /** Takes a power of two. */
    public Spectrum(int size) {
        this.size = size;
        this.work = new double[size];
        this.transform = new DoubleFFT_1D(size);
        this.window = new double[size];
        for (int i = 0; i < size; i++) {
            // Half of the amplitude is at the negative frequency, and the window halves it again.
            window[i] = (1 - Math.cos(2 * Math.PI * i / size)) / 2 * 4 / size;
        }
    }

    /** Returns the largest size that {@code frames} fill, between a least that still shows something and {@code most}. */
    public static int sizeFor(int frames, int most) {
        return Math.max(MIN_SIZE, Math.min(most, Integer.highestOneBit(Math.max(1, frames))));
    }

    public int bins() {
        return size / 2;
    }

    /** Adds the power in each bin, from 0 Hz up, of what begins at {@code from} in {@code sound} to {@code power}. */
    public void add(float[] sound, int from, double[] power) {
        for (int i = 0; i < size; i++) {
            work[i] = from + i >= 0 && from + i < sound.length ? sound[from + i] * window[i] : 0;
        }
        transform.realForward(work);
        for (int bin = 1; bin < bins(); bin++) {
            power[bin] += work[2 * bin] * work[2 * bin] + work[2 * bin + 1] * work[2 * bin + 1];
        }
    }

    /** Averages over the whole sound, in stretches that overlap by half. */
    public double[] average(float[] sound) {
        double[] power = new double[bins()];
        int stretches = 0;
        do {
            add(sound, stretches * (size / 2), power);
            stretches++;
        } while ((long) stretches * (size / 2) + size <= sound.length);
        for (int bin = 0; bin < power.length; bin++) {
            power[bin] /= stretches;
        }
        return power;
    }

    public static double decibels(double power) {
        return 10 * Math.log10(power);
    }
}
