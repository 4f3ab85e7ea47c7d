package paloma.audio.pcm;

import org.jtransforms.fft.DoubleFFT_1D;

/** Looks for tones in a sound, under a Kaiser window whose own skirts lie below -150 dB. */
public final class Tones {
    private static final int SIZE = 32_768;
    private static final double BETA = 20;

    /** Half the width of what a tone becomes under this window, in bins. */
    private static final int LOBE = 8;

    private final double[] power;
    private final int rate;

    private Tones(double[] power, int rate) {
        this.power = power;
        this.rate = rate;
    }

    /** @param from where to look; 32,768 samples are needed from there on */
    public static Tones of(short[] mono, int from, int rate) {
        double[] work = new double[SIZE];
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            double x = 2.0 * i / SIZE - 1;
            double window = bessel(BETA * Math.sqrt(Math.max(0, 1 - x * x)));
            work[i] = mono[from + i] * window;
            sum += window * window;
        }
        new DoubleFFT_1D(SIZE).realForward(work);
        double[] power = new double[SIZE / 2];
        for (int bin = 1; bin < power.length; bin++) {
            power[bin] = (work[2 * bin] * work[2 * bin] + work[2 * bin + 1] * work[2 * bin + 1]) * 4 / SIZE / sum;
        }
        return new Tones(power, rate);
    }

    /** Returns the amplitude of what is at a frequency, in dB above one step of a sample. */
    public double decibelsAt(double hertz) {
        return decibels((int) Math.round(hertz * SIZE / rate));
    }

    /** Returns the loudest that is not the tone of a frequency, in dB above one step of a sample. */
    public double decibelsBeside(double hertz) {
        int bin = (int) Math.round(hertz * SIZE / rate);
        double most = Double.NEGATIVE_INFINITY;
        for (int other = LOBE; other < power.length - LOBE; other++) {
            most = Math.abs(other - bin) <= 2 * LOBE ? most : Math.max(most, decibels(other));
        }
        return most;
    }

    private double decibels(int bin) {
        double sum = 0;
        for (int i = Math.max(0, bin - LOBE); i <= Math.min(power.length - 1, bin + LOBE); i++) {
            sum += power[i];
        }
        return 10 * Math.log10(sum);
    }

    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > 1e-15 * sum; k++) {
            term *= (x / 2 / k) * (x / 2 / k);
            sum += term;
        }
        return sum;
    }
}
