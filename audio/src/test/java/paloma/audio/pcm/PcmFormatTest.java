package paloma.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PcmFormatTest {
    @Test
    void countsFramesOfAYearWithoutOverflow() {
        long year = TimeUnit.DAYS.toNanos(365);

        assertThat(PcmFormat.DEFAULT.framesIn(year)).isEqualTo(365L * 86_400 * 44_100);
        assertThat(PcmFormat.DEFAULT.nanos(365L * 86_400 * 44_100)).isEqualTo(year);
    }

    @Test
    void countsOnlyWholeFrames() {
        assertThat(PcmFormat.DEFAULT.framesIn(PcmFormat.DEFAULT.nanos(1_024))).isEqualTo(1_023);
        assertThat(PcmFormat.DEFAULT.framesIn(PcmFormat.DEFAULT.nanos(1_024) + 1))
                .isEqualTo(1_024);
    }

    @Test
    void saysWhatItIs() {
        assertThat(PcmFormat.DEFAULT).hasToString("44100 Hz stereo");
        assertThat(PcmFormat.DEFAULT.frameBytes()).isEqualTo(4);
    }
}
