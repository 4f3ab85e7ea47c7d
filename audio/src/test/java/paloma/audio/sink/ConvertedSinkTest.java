package paloma.audio.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.pcm.PcmFormat;

class ConvertedSinkTest {
    @Test
    void isTheSinkItselfWhereThereIsNothingToConvert() {
        Kept kept = new Kept(PcmFormat.DEFAULT);
        assertThat(ConvertedSink.of(kept, PcmFormat.DEFAULT)).isSameAs(kept);
    }

    /** A tone of an eighth of full scale keeps its pitch, its level, and its moment. */
    @ParameterizedTest
    @CsvSource({
        "48000, 2, 44100, 2", "44100, 2, 48000, 2", "96000, 2, 48000, 2", "192000, 8, 44100, 2",
        "8000, 1, 48000, 2", "48000, 1, 44100, 2", "48000, 6, 48000, 2", "48000, 2, 48000, 8"
    })
    void keepsPitchLevelAndMoment(int rate, int channels, int outputRate, int outputChannels) throws Exception {
        Kept kept = new Kept(new PcmFormat(outputRate, outputChannels));
        Sink sink = ConvertedSink.of(kept, new PcmFormat(rate, channels));
        int block = rate / 200;
        for (int from = 0; from < rate / 2; from += block) {
            sink.write(tone(from, block, rate, channels), block);
            double late = sink.queuedFrames() - 1.0 * (from + block) + 1.0 * kept.frames() * rate / outputRate;
            assertThat(from < rate / 50 ? 0 : late) // before, the filter is not full
                    .isBetween(-1.0 * rate / outputRate - 1, 1.0 * rate / outputRate + 1);
        }
        double worst = 0;
        for (int i = 200; i < kept.frames(); i++) {
            for (int c = 0; c < Math.min(2, outputChannels); c++) {
                worst = Math.max(worst, Math.abs(kept.samples.get(i * outputChannels + c) - value(i, outputRate)));
            }
        }
        assertThat(worst).isLessThan(3);
        assertThat(sink.output()).isEqualTo(new PcmFormat(outputRate, outputChannels));
        assertThat(sink.format()).isEqualTo(new PcmFormat(rate, channels));
    }

    @Test
    void countsInTheFramesOfTheSound() {
        Kept kept = new Kept(new PcmFormat(48_000, 2));
        kept.swallowed = 480;
        Sink sink = ConvertedSink.of(kept, new PcmFormat(96_000, 2));
        assertThat(sink.swallowedFrames()).isEqualTo(960);
    }

    private static double value(int frame, int rate) {
        return 4_096 * Math.sin(2 * Math.PI * 997 * frame / rate);
    }

    private static short[] tone(int from, int frames, int rate, int channels) {
        short[] samples = new short[frames * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(value(from + i / channels, rate));
        }
        return samples;
    }

    private static final class Kept implements Sink {
        private final PcmFormat format;
        private final List<Short> samples = new ArrayList<>();
        private long swallowed;

        Kept(PcmFormat format) {
            this.format = format;
        }

        int frames() {
            return samples.size() / format.channels();
        }

        @Override
        public PcmFormat format() {
            return format;
        }

        @Override
        public void write(short[] block, int frames) {
            for (int i = 0; i < frames * format.channels(); i++) {
                samples.add(block[i]);
            }
        }

        @Override
        public int queuedFrames() {
            return 0;
        }

        @Override
        public long swallowedFrames() {
            return swallowed;
        }

        @Override
        public void close() throws IOException {}
    }
}
