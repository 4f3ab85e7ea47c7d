package paloma.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.Noise;

class FormatConverterTest {
    private static final int FRAMES = 4_800;

    /** Whether channels are mixed before or behind the rate, and whatever comes at once. */
    @ParameterizedTest
    @CsvSource({
        "48000, 2, 44100, 1, 4410",
        "48000, 1, 44100, 2, 4410",
        "48000, 6, 96000, 2, 9600",
        "48000, 2, 96000, 8, 9600",
        "48000, 2, 44100, 2, 4410",
        "48000, 2, 48000, 1, 4800",
        "48000, 1, 48000, 2, 4800"
    })
    void piecesOfAnySizeMakeTheSameSound(int rate, int channels, int toRate, int toChannels, int frames) {
        PcmFormat from = new PcmFormat(rate, channels);
        PcmFormat to = new PcmFormat(toRate, toChannels);
        short[] noise = Noise.samples(FRAMES * channels, 7);

        short[] whole = converted(noise, from, to, bound -> bound);
        Random random = new Random(7);

        assertThat(whole).hasSize(frames * toChannels);
        assertThat(converted(noise, from, to, bound -> Math.min(bound, 1 + random.nextInt(500))))
                .isEqualTo(whole);
    }

    @Test
    void mixesWhatItDoesNotConvert() {
        PcmFormat stereo = new PcmFormat(44_100, 2);
        PcmFormat mono = new PcmFormat(44_100, 1);

        assertThat(converted(new short[] {10, 20, -100, 100}, stereo, mono, bound -> bound))
                .containsExactly(15, 0);
        assertThat(converted(new short[] {10, -100}, mono, stereo, bound -> bound))
                .containsExactly(10, 10, -100, -100);
    }

    private interface Size {
        int frames(int bound);
    }

    private static short[] converted(short[] samples, PcmFormat from, PcmFormat to, Size size) {
        FormatConverter converter = new FormatConverter(from, to);
        int frames = samples.length / from.channels();
        short[] out = new short[0];
        for (int at = 0, some; at < frames; at += some) {
            some = size.frames(frames - at);
            short[] piece = Arrays.copyOfRange(samples, at * from.channels(), (at + some) * from.channels());
            short[] made = new short[converter.maxFrames(some) * to.channels()];
            out = joined(out, made, converter.convert(piece, some, made) * to.channels());
        }
        short[] rest = new short[converter.maxFrames(0) * to.channels()];
        return joined(out, rest, converter.flush(rest) * to.channels());
    }

    private static short[] joined(short[] one, short[] other, int count) {
        short[] both = Arrays.copyOf(one, one.length + count);
        System.arraycopy(other, 0, both, one.length, count);
        return both;
    }
}
