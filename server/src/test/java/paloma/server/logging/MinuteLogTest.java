package paloma.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteLogTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> lines = new ArrayList<>();
    private final MinuteLog log = new MinuteLog(lines::add);

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - 30_000_000_000L, -30_000_000_000L})
    void tellsAtOnceAndThenHowOftenInOneLineAMinute(long start) {
        for (int i = 0; i < 120; i++) {
            int at = i;
            log.add(start + i * SECOND, count -> count + " until " + at);
        }
        assertThat(lines).containsExactly("1 until 0", "60 until 60");
        log.tick(start + 119 * SECOND);
        assertThat(lines).hasSize(2);
        log.tick(start + 120 * SECOND);
        assertThat(lines).containsExactly("1 until 0", "60 until 60", "59 until 119");
        log.tick(start + 600 * SECOND);
        log.end();
        assertThat(lines).hasSize(3);
        log.add(start + 601 * SECOND, count -> count + " again");
        log.add(start + 602 * SECOND, count -> count + " more");
        assertThat(lines).endsWith("1 again");
        log.end();
        assertThat(lines).endsWith("1 again", "1 more");
    }
}
