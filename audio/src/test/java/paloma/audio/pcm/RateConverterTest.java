package paloma.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.Noise;

/** Tones go in near full scale; what comes out is measured in dB below them. */
class RateConverterTest {
    private static final double AMPLITUDE = 32_000;
    private static final double AMPLITUDE_DB = 20 * Math.log10(AMPLITUDE);
    private static final int SKIPPED = 4_000;
    private static final int MEASURED = 32_768;

    @ParameterizedTest
    @CsvSource({
        "48000, 44100, 20",
        "48000, 44100, 1000",
        "48000, 44100, 18000",
        "48000, 44100, 20000",
        "44100, 48000, 997",
        "44100, 48000, 15000",
        "44100, 48000, 20000",
        "96000, 44100, 18000",
        "96000, 44100, 20000",
        "192000, 44100, 10000",
        "192000, 44100, 20000",
        "96000, 48000, 20000",
        "48000, 96000, 21000",
        "44100, 192000, 19999",
        "384000, 48000, 21500",
        "8000, 44100, 3600",
        "44100, 8000, 3600",
        "11025, 48000, 5000",
        "22050, 32000, 9990",
        "44100, 44101, 17000",
        "44056, 44100, 20000",
        "47999, 44101, 20000",
        "767999, 44100, 20000",
        "8000, 192000, 300"
    })
    void keepsATone(int from, int to, double hertz) {
        Tones tones = converted(from, to, hertz);

        assertThat(tones.decibelsAt(hertz) - AMPLITUDE_DB).isCloseTo(0, within(0.02));
        assertThat(tones.decibelsBeside(hertz) - AMPLITUDE_DB).isLessThan(-92);
    }

    @ParameterizedTest
    @CsvSource({
        "192000, 44100, 30000", "192000, 44100, 22051", "192000, 44100, 43000", "192000, 44100, 91000",
        "48000, 44100, 23000", "48000, 44100, 22060", "48000, 44100, 23900", "96000, 44100, 26100",
        "96000, 44100, 24000", "96000, 48000, 30000", "44100, 8000, 4100", "44100, 8000, 12000",
        "44101, 44100, 22050.2", "47999, 44101, 23000", "384000, 44100, 150000", "768000, 8000, 5000"
    })
    void stopsWhatTheLowerRateCannotCarry(int from, int to, double hertz) {
        assertThat(converted(from, to, hertz).decibelsBeside(-1_000) - AMPLITUDE_DB)
                .isLessThan(-92);
    }

    @ParameterizedTest
    @CsvSource({
        "48000, 44100, 96000, 88200",
        "44100, 48000, 44100, 48000",
        "44100, 48000, 1, 2",
        "48000, 44100, 1, 1",
        "192000, 44100, 5, 2",
        "8000, 192000, 3, 72",
        "192000, 8000, 24, 1",
        "192000, 8000, 25, 2",
        "44100, 48000, 0, 0",
        "44101, 44100, 44101, 44100",
        "96000, 96000, 17, 17"
    })
    void lastsAsLong(int from, int to, int in, int out) {
        assertThat(new Pieces(from, to, 1, in + 1).all(new short[in])).hasSize(out);
    }

    @ParameterizedTest
    @CsvSource({"48000, 44100, 1", "44100, 192000, 2", "192000, 44100, 3", "44101, 44100, 8", "44100, 44100, 2"})
    void isTheSameInPiecesOfAnySize(int from, int to, int channels) {
        short[] noise = Noise.samples(3_000 * channels, 1);
        short[] whole = new Pieces(from, to, channels, 3_000).all(noise);

        assertThat(new Pieces(from, to, channels, 1).all(noise)).isEqualTo(whole);
        assertThat(new Pieces(from, to, channels, 700).all(noise)).isEqualTo(whole);
    }

    @Test
    void keepsChannelsApart() {
        short[] left = Noise.samples(2_000, 1);
        short[] middle = Noise.samples(2_000, 2);
        short[] three = new short[6_000];
        for (int i = 0; i < 2_000; i++) {
            three[3 * i] = left[i];
            three[3 * i + 1] = middle[i];
        }
        short[] out = new Pieces(48_000, 44_100, 3, 100).all(three);

        assertThat(channel(out, 0, 3)).isEqualTo(new Pieces(48_000, 44_100, 1, 100).all(left));
        assertThat(channel(out, 1, 3)).isEqualTo(new Pieces(48_000, 44_100, 1, 100).all(middle));
        assertThat(channel(out, 2, 3)).containsOnly(0);
    }

    @Test
    void passesEqualRatesBitForBit() {
        short[] noise = Noise.samples(10_000, 3);
        assertThat(new Pieces(44_100, 44_100, 2, 333).all(noise)).isEqualTo(noise);
    }

    /** A full-scale square wave overshoots when it is band-limited: it is cut off, and never turns round. */
    @Test
    void cutsOffWhatIsTooLoud() {
        short[] square = new short[4_800];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / 240 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        short[] out = new Pieces(48_000, 44_100, 1, 480).all(square);
        for (int i = 0; i < out.length; i++) {
            int from = i * 160 / 147 % 480;
            if (from % 240 > 3 && from % 240 < 236) {
                assertThat(out[i] > 0).isEqualTo(from < 240);
            }
        }
    }

    @Test
    void beginsAnewAfterTheEnd() {
        short[] noise = Noise.samples(1_000, 4);
        Pieces pieces = new Pieces(44_100, 48_000, 1, 90);
        assertThat(pieces.all(noise)).isEqualTo(pieces.all(noise));
    }

    private static short[] channel(short[] samples, int channel, int channels) {
        short[] one = new short[samples.length / channels];
        for (int i = 0; i < one.length; i++) {
            one[i] = samples[i * channels + channel];
        }
        return one;
    }

    private static Tones converted(int from, int to, double hertz) {
        short[] tone = new short[(int) Math.ceil((SKIPPED + MEASURED + 1_000.0) * from / to)];
        double phase = new Random(1).nextDouble();
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * (hertz * i / from + phase)));
        }
        return Tones.of(new Pieces(from, to, 1, 441).all(tone), SKIPPED, to);
    }

    /** Converts a sound piece by piece. */
    private record Pieces(RateConverter converter, int channels, int frames) {
        Pieces(int from, int to, int channels, int frames) {
            this(new RateConverter(from, to, channels), channels, frames);
        }

        short[] all(short[] in) {
            short[] all = new short[converter.maxFrames(in.length / channels) * channels];
            short[] out = new short[converter.maxFrames(frames) * channels];
            int held = 0;
            for (int at = 0; at < in.length; at += frames * channels) {
                short[] piece = Arrays.copyOfRange(in, at, Math.min(in.length, at + frames * channels));
                held = append(all, held, out, converter.convert(piece, piece.length / channels, out));
            }
            held = append(all, held, out, converter.flush(out));
            return Arrays.copyOf(all, held);
        }

        private int append(short[] all, int held, short[] out, int made) {
            System.arraycopy(out, 0, all, held, made * channels);
            return held + made * channels;
        }
    }
}
