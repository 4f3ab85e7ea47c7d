package paloma.audio.playout;

/**
 * Predicts how a sound goes on from how it went, as a sum of damped oscillations: autoregression by Burg's method, which
 * is always stable (J. P. Burg, Modern spectral analysis, 1975; for gaps in music: I. Kauppinen and K. Roth, Audio signal
 * extrapolation, 2002).
 */
final class LinearPrediction {
    /** Of the power, so that silence has a prediction too. */
    private static final double MIN_POWER = 1e-9;

    private final int order;
    private final double[] coefficients;
    private final double[] previous;
    private final double[] forward;
    private final double[] backward;

    /**
     * @param order how many samples back each prediction looks
     * @param longest how many samples {@link #fit} is given at most
     */
    LinearPrediction(int order, int longest) {
        this.order = order;
        this.coefficients = new double[order];
        this.previous = new double[order];
        this.forward = new double[longest];
        this.backward = new double[longest];
    }

    int order() {
        return order;
    }

    /** Learns from {@code length} samples, more than twice the order. */
    void fit(double[] samples, int length) {
        System.arraycopy(samples, 0, forward, 0, length);
        System.arraycopy(samples, 0, backward, 0, length);
        for (int m = 0; m < order; m++) {
            double reflection = reflection(m, length);
            System.arraycopy(coefficients, 0, previous, 0, m);
            for (int i = 0; i < m; i++) {
                coefficients[i] = previous[i] - reflection * previous[m - 1 - i];
            }
            coefficients[m] = reflection;
            for (int n = length - 1; n > m; n--) {
                double ahead = forward[n];
                forward[n] = ahead - reflection * backward[n - 1];
                backward[n] = backward[n - 1] - reflection * ahead;
            }
        }
    }

    /** Writes {@code count} samples behind the {@code from} that are there. */
    void extend(double[] samples, int from, int count) {
        for (int n = from; n < from + count; n++) {
            double sum = 0;
            for (int i = 0; i < order; i++) {
                sum += coefficients[i] * samples[n - 1 - i];
            }
            samples[n] = sum;
        }
    }

    private double reflection(int m, int length) {
        double product = 0;
        double power = MIN_POWER;
        for (int n = m + 1; n < length; n++) {
            product += forward[n] * backward[n - 1];
            power += forward[n] * forward[n] + backward[n - 1] * backward[n - 1];
        }
        return 2 * product / power;
    }
}
