package paloma.audio.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jtransforms.fft.DoubleFFT_1D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.WavBytes;
import paloma.audio.pcm.PcmFormat;

/**
 * Measures what comes out of a conversion: where the tone is, how loud, and how loud the loudest thing beside it.
 * Near the top of what a rate can carry the JDK is worse than what is asked for here.
 */
class RateTest {
    private static final int SIZE = 32_768;
    private static final int LOBE = 12;
    private static final int FROM_FRAME = 20_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "48000, 100",
        "48000, 1000",
        "48000, 10000",
        "48000, 15000",
        "48000, 18000",
        "32000, 1000",
        "96000, 1000",
        "96000, 10000",
        "22050, 5000",
        "8000, 3000"
    })
    void keepsATone(int rate, double hertz) throws Exception {
        double[] power = spectrum(converted(rate, hertz));
        int peak = highest(power, 0, power.length);

        assertThat(hertz(power, peak)).isCloseTo(hertz, within(0.5));
        assertThat(decibels(sum(power, peak))).isCloseTo(0, within(0.1));
        assertThat(decibels(beside(power, peak))).isLessThan(-60);
    }

    @Test
    void keepsTheLength() throws Exception {
        assertThat(converted(48_000, 1_000).length / 2).isCloseTo(2 * 44_100, within(50));
    }

    private short[] converted(int rate, double hertz) throws Exception {
        PcmFormat mono = new PcmFormat(rate, 1);
        short[] tone = Samples.of(new GeneratedSource(mono, new Tone(hertz, rate)), 2 * rate);
        byte[] wav = new WavBytes().plain(1, 1, rate, 16).data(tone).bytes();
        try (Source source = WavSource.open(Files.write(folder.resolve("tone.wav"), wav), PcmFormat.DEFAULT)) {
            return Samples.all(source);
        }
    }

    /** Returns power by bin, under a Blackman-Harris window, so that all bins of the tone that went in sum up to 1. */
    private static double[] spectrum(short[] stereo) {
        double[] work = new double[SIZE];
        double energy = 0;
        for (int i = 0; i < SIZE; i++) {
            double t = 2 * Math.PI * i / SIZE;
            double window = 0.35875 - 0.48829 * Math.cos(t) + 0.14128 * Math.cos(2 * t) - 0.01168 * Math.cos(3 * t);
            work[i] = stereo[2 * (FROM_FRAME + i)] / GeneratedSource.PEAK * window;
            energy += window * window;
        }
        new DoubleFFT_1D(SIZE).realForward(work);
        double[] power = new double[SIZE / 2];
        for (int bin = 1; bin < power.length; bin++) {
            power[bin] = (work[2 * bin] * work[2 * bin] + work[2 * bin + 1] * work[2 * bin + 1]) * 4 / SIZE / energy;
        }
        return power;
    }

    private static int highest(double[] power, int from, int to) {
        int highest = from;
        for (int bin = from; bin < to; bin++) {
            highest = power[bin] > power[highest] ? bin : highest;
        }
        return highest;
    }

    private static double sum(double[] power, int peak) {
        double sum = 0;
        for (int bin = peak - LOBE; bin <= peak + LOBE; bin++) {
            sum += power[bin];
        }
        return sum;
    }

    private static double hertz(double[] power, int peak) {
        double moment = 0;
        for (int bin = peak - LOBE; bin <= peak + LOBE; bin++) {
            moment += bin * power[bin];
        }
        return moment / sum(power, peak) * PcmFormat.DEFAULT.rate() / SIZE;
    }

    /** Sums up the strongest thing that is not the tone. */
    private static double beside(double[] power, int peak) {
        double[] rest = power.clone();
        for (int bin = peak - 2 * LOBE; bin <= peak + 2 * LOBE; bin++) {
            rest[bin] = 0;
        }
        return sum(rest, Math.max(LOBE, Math.min(rest.length - LOBE - 1, highest(rest, 0, rest.length))));
    }

    private static double decibels(double power) {
        return 10 * Math.log10(power);
    }
}
