package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.audio.receive.Presence.LEFT;
import static paloma.audio.receive.Presence.NONE;
import static paloma.audio.receive.Presence.SENDS;
import static paloma.audio.receive.Presence.SILENT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderNewsTest {
    private static final String ONE = "192.0.2.1:5004";
    private static final String OTHER = "192.0.2.2:5004";
    private static final long SECOND = 1_000_000_000L;

    private final SenderNews news = new SenderNews();

    @ParameterizedTest
    @ValueSource(longs = {0, -3 * SECOND, Long.MAX_VALUE - SECOND, 2_500 * SECOND})
    void tellsEachChangeOnce(long begin) {
        assertThat(news.of(ONE, NONE, begin)).isNull();
        assertThat(news.of(ONE, SENDS, begin)).isEqualTo("Playing what 192.0.2.1:5004 sends.");
        assertThat(news.of(ONE, SENDS, begin + SECOND)).isNull();
        assertThat(news.of(ONE, SILENT, begin + SECOND)).isEqualTo("192.0.2.1:5004 has sent nothing to play for 2 s.");
        assertThat(news.of(ONE, SILENT, begin + SECOND)).isNull();
        assertThat(news.of(ONE, SENDS, begin + 2 * SECOND)).isEqualTo("192.0.2.1:5004 sends again.");
        assertThat(news.of(ONE, LEFT, begin + 3 * SECOND)).isEqualTo("192.0.2.1:5004 has ended its stream.");
        assertThat(news.of(OTHER, SENDS, begin + 3 * SECOND)).isEqualTo("Playing what 192.0.2.2:5004 sends.");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE - SECOND})
    void whoComesAndGoesWithEachPacketFillsNoLog(long begin) {
        List<String> told = new ArrayList<>();
        for (int millis = 0; millis < 60_000; millis++) {
            String sentence = news.of(millis % 2 == 0 ? ONE : OTHER, SENDS, begin + millis * 1_000_000L);
            if (sentence != null) {
                told.add(sentence);
            }
        }
        assertThat(told).hasSizeBetween(60, 70);
    }
}
