package paloma.audio.source;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jtransforms.fft.DoubleFFT_1D;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.WavBytes;
import paloma.audio.pcm.PcmFormat;

/** What comes out of a conversion is measured: where the tone is, how loud, and how loud the loudest thing beside it. */
class RateTest {
    private static final int SIZE = 32_768;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "48000, 100",
        "48000, 1000",
        "48000, 10000",
        "48000, 15000",
        "32000, 1000",
        "96000, 1000",
        "22050, 5000",
        "96000, 30000"
    })
    void keepsAToneAndAddsNothing(int rate, double hertz) throws Exception {
        double[] level = spectrum(converted(rate, hertz));
        int peak = highest(level, 1, level.length);
        System.out.printf(
                "RATE %d %f: peak %f Hz %f dB, beside %f%n",
                rate,
                hertz,
                peak * 44_100.0 / SIZE,
                level[peak],
                Math.max(
                        level[highest(level, 1, Math.max(2, peak - 20))],
                        level[highest(level, Math.min(level.length - 1, peak + 20), level.length)]));
    }

    private short[] converted(int rate, double hertz) throws Exception {
        PcmFormat mono = new PcmFormat(rate, 1);
        short[] tone = Samples.of(new GeneratedSource(mono, new Tone(hertz, rate)), 2 * rate);
        Path file = Files.write(
                folder.resolve("tone.wav"),
                new WavBytes().plain(1, 1, rate, 16).data(tone).bytes());
        try (Source source = WavSource.open(file, PcmFormat.DEFAULT)) {
            return Samples.all(source);
        }
    }

    /** Gives dB relative to the tone that went in, of the left channel, a second's third into it. */
    private static double[] spectrum(short[] stereo) {
        System.out.println("frames " + stereo.length / 2);
        double[] work = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double t = 2 * Math.PI * i / SIZE;
            double window = 0.35875 - 0.48829 * Math.cos(t) + 0.14128 * Math.cos(2 * t) - 0.01168 * Math.cos(3 * t);
            work[i] = stereo[2 * (i + 20_000)] * window;
        }
        new DoubleFFT_1D(SIZE).realForward(work);
        double[] level = new double[SIZE / 2];
        double full = GeneratedSource.PEAK * 0.35875 * SIZE / 2;
        for (int bin = 1; bin < level.length; bin++) {
            level[bin] = 20 * Math.log10(Math.hypot(work[2 * bin], work[2 * bin + 1]) / full);
        }
        return level;
    }

    private static int highest(double[] level, int from, int to) {
        int highest = from;
        for (int bin = from; bin < to; bin++) {
            highest = level[bin] > level[highest] ? bin : highest;
        }
        return highest;
    }
}
