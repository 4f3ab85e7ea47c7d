package paloma.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {
    @ParameterizedTest
    @CsvSource({"0,00:00:00Z", "86399999,23:59:59Z", "86400000,00:00:00Z", "1795000007000,11:06:47Z", "-1,23:59:59Z"})
    void tellsTheTimeOfTheDay(long unixMillis, String time) {
        assertThat(Moment.time(unixMillis)).isEqualTo(time);
    }
}
