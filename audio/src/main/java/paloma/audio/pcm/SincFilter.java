package paloma.audio.pcm;

/**
 * A polyphase low-pass filter: a sinc under a Kaiser window, each phase a row of taps whose sum is 1. Row p is for a moment
 * p / phases of a frame behind the frame at tap {@link #half} - 1. Immutable.
 */
public final class SincFilter {
    private final float[][] rows;
    private final int half;
    private final double cutoff;
    private final double beta;

    /**
     * @param half taps on either side of the moment
     * @param cutoff where half of a tone passes, as a share of half the rate of what comes in
     * @param beta Kaiser's: the larger, the less passes that should not, and the wider the slope
     */
    public SincFilter(int half, double cutoff, double beta, int phases) {
        this.half = half;
        this.cutoff = cutoff;
        this.beta = beta;
        this.rows = new float[phases + 1][2 * half];
        for (int p = 0; p <= phases; p++) {
            fill(rows[p], p / (double) phases);
        }
    }

    public int half() {
        return half;
    }

    public int taps() {
        return 2 * half;
    }

    public int phases() {
        return rows.length - 1;
    }

    public float[] row(int phase) {
        return rows[phase];
    }

    /**
     * Writes the taps for a moment between two rows into {@code taps}.
     *
     * @param share from 0, at the row of this phase, to 1, at the next
     */
    public void interpolate(int phase, float share, float[] taps) {
        float[] one = rows[phase];
        float[] two = rows[phase + 1];
        for (int t = 0; t < taps.length; t++) {
            taps[t] = one[t] + share * (two[t] - one[t]);
        }
    }

    private void fill(float[] row, double behind) {
        double[] exact = new double[row.length];
        double sum = 0;
        for (int t = 0; t < row.length; t++) {
            exact[t] = tap(t - (half - 1) - behind);
            sum += exact[t];
        }
        for (int t = 0; t < row.length; t++) {
            row[t] = (float) (exact[t] / sum);
        }
    }

    private double tap(double x) {
        double inside = 1 - (x / half) * (x / half);
        double window = inside <= 0 ? 0 : bessel(beta * Math.sqrt(inside)) / bessel(beta);
        return x == 0 ? 1 : window * Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
    }

    /** The modified Bessel function of the first kind and order 0, by its series. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > 1e-12 * sum; k++) {
            term *= (x / 2 / k) * (x / 2 / k);
            sum += term;
        }
        return sum;
    }
}
