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
    @CsvSource({"1000, 1.0002", "1000, 0.9998", "10000, 1.0002", "15000, 0.999", "18000, 1.0002"})
    void keepsATone(double hertz, double ratio) {
        double[] out = resampled(hertz, ratio);
        double step = 2 * Math.PI * hertz * ratio / RATE;
        double sine = 0;
        double cosine = 0;
        for (int n = 0; n < out.length; n++) {
            sine += out[n] * Math.sin(step * n) * 2 / out.length;
            cosine += out[n] * Math.cos(step * n) * 2 / out.length;
        }
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
