package paloma.audio.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

class SourcesTest {
    @Test
    void readsRawSamplesFromStandardInput() throws Exception {
        try (Source source = open("-", new OneByteAtATime("abcdefghij".getBytes(US_ASCII)))) {
            assertThat(Samples.all(source)).containsExactly(0x6261, 0x6463, 0x6665, 0x6867);
            assertThat(source.isDevice()).isFalse();
            assertThat(source.isPipe()).isTrue();
        }
    }

    @Test
    void playsATone() throws Exception {
        try (Source source = open("tone:11025", InputStream.nullInputStream())) {
            short peak = (short) Math.round(GeneratedSource.PEAK);
            short[] samples = Samples.of(source, 4);

            assertThat(samples).containsExactly(0, 0, peak, peak, 0, 0, -peak, -peak);
            assertThat(20 * Math.log10(peak / 32_767.0)).isBetween(-12.001, -11.999);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tone:", "tone:0", "tone:-1", "tone:NaN", "tone:22050", "tone:a", "tone:1e99"})
    void refusesAToneThatNobodyHears(String spec) {
        assertRefused(spec, "use a frequency in Hz above 0 and below 22050");
    }

    @Test
    void saysWhatASourceCanBe() {
        assertRefused("micro", "There is no source or file \"micro\"; a source is mic,");
        assertRefused("", "There is no source or file \"\"");
        assertRefused("none.wav", "There is no file \"none.wav\"");
        assertRefused("mic:no such microphone", "No microphone ");
        assertRefused("a\0b", "There is no source or file");
    }

    @Test
    void neverEndsAnyTone() throws Exception {
        for (String spec : new String[] {"tone:440", "sweep"}) {
            try (Source source = open(spec, InputStream.nullInputStream())) {
                assertThat(Samples.of(source, 30_000)).hasSize(60_000);
            }
        }
    }

    private static Source open(String spec, InputStream in) throws UnusableException {
        return new Sources(PcmFormat.DEFAULT, PcmFormat.DEFAULT, false, in).open(spec);
    }

    private static void assertRefused(String spec, String sentence) {
        assertThatThrownBy(() -> open(spec, InputStream.nullInputStream()))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }

    private static final class OneByteAtATime extends ByteArrayInputStream {
        OneByteAtATime(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int at, int length) {
            return super.read(into, at, Math.min(1, length));
        }
    }
}
