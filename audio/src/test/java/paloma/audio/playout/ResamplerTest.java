package paloma.audio.playout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    private static final int RATE = 44_100;
    private static final int BLOCK = 220;
    private static final double AMPLITUDE = 16_000;

    @Test
    void passesBitForBitAtEqualClocks() {
        Random random = new Random(1);
        short[] in = new short[BLOCK + 2 * Resampler.HALF];
        for (int i = 0; i < in.length; i++) {
            in[i] = (short) random.nextInt();
        }
        short[] out = new short[BLOCK];
        assertThat(new Resampler(1).run(in, out, BLOCK, 1)).isEqualTo(BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            assertThat(out[i]).isEqualTo(in[i + Resampler.HALF - 1]);
        }
    }

    /** What is stated in docs/audio.md: up to 18 kHz flat, and what is not the tone far below it. */
    @ParameterizedTest
    @CsvSource({"100, 1.0002", "1000, 1.0002", "1000, 0.9998", "10000, 1.0002", "15000, 0.999", "18000, 1.0002"})
    void keepsATone(double hertz, double ratio) {
        double[] out = resampled(hertz, ratio);
        double step = 2 * Math.PI * hertz * ratio / RATE;
        double[] fit = fitted(out, step);
        double sine = fit[0];
        double cosine = fit[1];
        double rest = 0;
        for (int n = 0; n < out.length; n++) {
            double left = out[n] - sine * Math.sin(step * n) - cosine * Math.cos(step * n);
            rest += left * left / out.length;
        }
        double level = 20 * Math.log10(Math.hypot(sine, cosine) / AMPLITUDE);
        double noise = 10 * Math.log10(2 * rest / (AMPLITUDE * AMPLITUDE));
        assertThat(level).isBetween(-0.02, 0.02);
        assertThat(noise).isLessThan(-75);
    }

    /** Returns the sine and the cosine that are nearest to what is given, by least squares. */
    private static double[] fitted(double[] out, double step) {
        double ss = 0;
        double cc = 0;
        double sc = 0;
        double so = 0;
        double co = 0;
        for (int n = 0; n < out.length; n++) {
            double s = Math.sin(step * n);
            double c = Math.cos(step * n);
            ss += s * s;
            cc += c * c;
            sc += s * c;
            so += s * out[n];
            co += c * out[n];
        }
        double determinant = ss * cc - sc * sc;
        return new double[] {(so * cc - co * sc) / determinant, (co * ss - so * sc) / determinant};
    }

    private static double[] resampled(double hertz, double ratio) {
        Resampler resampler = new Resampler(1);
        double[] all = new double[BLOCK * 400];
        long from = 0;
        short[] out = new short[BLOCK];
        for (int block = 0; block < 400; block++) {
            short[] in = new short[resampler.needs(BLOCK, ratio)];
            for (int i = 0; i < in.length; i++) {
                in[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hertz * (from + i) / RATE));
            }
            from += resampler.run(in, out, BLOCK, ratio);
            for (int i = 0; i < BLOCK; i++) {
                all[block * BLOCK + i] = out[i];
            }
        }
        return all;
    }
}
