package paloma.audio.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

class SinksTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void writesToStandardOutput() throws Exception {
        try (Sink sink = open("-")) {
            sink.write(new short[] {1, 2}, 1);

            assertThat(out.toByteArray()).containsExactly(1, 0, 2, 0);
            assertThat(sink.format()).isEqualTo(PcmFormat.DEFAULT);
        }
    }

    @Test
    void recordsIntoWhatIsCalledWav() throws Exception {
        open(folder.resolve("a.WAV").toString()).close();

        assertThat(folder.resolve("a.WAV")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "speeker", "song.mp3", "wav", "a\0.wav"})
    void makesNoFileOfAMistake(String spec) {
        assertThatThrownBy(() -> open(spec))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("use speaker, speaker:NAME, FILE.wav or - (standard output).");
    }

    @Test
    void saysSoWhereThereIsNoSuchSpeaker() {
        assertThatThrownBy(() -> open("speaker:no such speaker"))
                .isInstanceOf(UnusableException.class)
                .hasMessageStartingWith("No speaker ");
    }

    private Sink open(String spec) throws UnusableException {
        return Sinks.open(spec, PcmFormat.DEFAULT, out);
    }
}
