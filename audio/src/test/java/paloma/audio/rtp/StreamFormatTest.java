package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFormatTest {
    @ParameterizedTest
    @CsvSource({
        "L16/44100/2, L16, 44100, 2",
        "L24/48000/2, L24, 48000, 2",
        "l24/96000/8, L24, 96000, 8",
        "L16/8000, L16, 8000, 1",
        "L24/192000/1, L24, 192000, 1"
    })
    void readsWhatAnRtpmapSays(String text, Encoding encoding, int rate, int channels) {
        assertThat(StreamFormat.of(text)).isEqualTo(new StreamFormat(encoding, rate, channels));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "L16",
                "L16/",
                "L16//2",
                "L16/44100/",
                "L16/44100/0",
                "L16/44100/9",
                "L16/7999",
                "L16/192001",
                "L8/44100",
                "opus/48000/2",
                "L16/44100/2/1",
                " L16/44100/2",
                "L16/-8000",
                "L16/9999999999",
                "L16/44.1/2"
            })
    void refusesWhatIsNoneOrBeyondTheBounds(String text) {
        assertThat(StreamFormat.of(text)).isNull();
    }

    @Test
    void isWrittenAsItIsRead() {
        for (Encoding encoding : Encoding.values()) {
            StreamFormat format = new StreamFormat(encoding, 48_000, 6);
            assertThat(StreamFormat.of(format.toString())).isEqualTo(format);
        }
    }

    @Test
    void countsWholeFrames() {
        StreamFormat six = new StreamFormat(Encoding.L24, 48_000, 2);
        assertThat(six.frameBytes()).isEqualTo(6);
        assertThat(six.frames(Hex.buffer("00 00 00 00 00 00"))).isEqualTo(1);
        assertThat(six.frames(Hex.buffer("00 00 00 00"))).isEqualTo(-1);
        assertThat(StreamFormat.DEFAULT.frames(Hex.buffer("00 00 00 00"))).isEqualTo(1);
        assertThat(StreamFormat.DEFAULT.frames(Hex.buffer("00 00 00"))).isEqualTo(-1);
        assertThat(StreamFormat.DEFAULT.frames(Hex.buffer(""))).isZero();
    }

    @Test
    void findsTheTypeOfAFormat() {
        assertThat(PayloadTypes.of(StreamFormat.of("L16/44100/2"))).isEqualTo(10);
        assertThat(PayloadTypes.of(StreamFormat.of("L16/44100/1"))).isEqualTo(11);
        assertThat(PayloadTypes.of(StreamFormat.of("L24/44100/2"))).isEqualTo(96);
        assertThat(PayloadTypes.of(StreamFormat.of("L16/48000/2"))).isEqualTo(96);
        assertThat(PayloadTypes.of(StreamFormat.of("L16/44100/6"))).isEqualTo(96);
    }

    @Test
    void knowsWhatEachTypeMayMean() {
        for (int type = -1; type <= 256; type++) {
            boolean isDynamic = type >= 96 && type <= 127;
            assertThat(PayloadTypes.mayMean(type, StreamFormat.of("L16/44100/2")))
                    .isEqualTo(type == 10 || isDynamic);
            assertThat(PayloadTypes.mayMean(type, StreamFormat.of("L16/44100/1")))
                    .isEqualTo(type == 11 || isDynamic);
            assertThat(PayloadTypes.mayMean(type, StreamFormat.of("L24/44100/2")))
                    .isEqualTo(isDynamic);
        }
    }
}
