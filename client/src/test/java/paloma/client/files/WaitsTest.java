package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Waits waits = new Waits();
    private final Task one = FakeTask.easy("one");
    private final Task two = FakeTask.easy("two");

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE - SECOND})
    void tellsWhyAndSinceWhen(long start) {
        waits.asked(one, start);
        assertThat(waits.shown(start + SECOND)).as("an answer takes its time").isNull();
        assertThat(waits.shown(start + 2 * SECOND))
                .isEqualTo(new Wait("one", "the server has not begun it yet", start));
        waits.refused(one, "all slots are taken", start + 3 * SECOND);
        waits.asked(one, start + 4 * SECOND);
        assertThat(waits.shown(start + 5 * SECOND)).isEqualTo(new Wait("one", "all slots are taken", start));
        assertThat(waits.nanos(one, start + 5 * SECOND)).isEqualTo(5 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no room"})
    void hasAlwaysAReason(String words) {
        waits.refused(one, words, 0);
        assertThat(waits.shown(9 * SECOND).words())
                .isEqualTo(words.isEmpty() ? "the server is busy; try later" : words);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfTheOneThatHasWaitedLongest(boolean firstIsBegun) {
        waits.refused(one, "busy", 0);
        waits.refused(two, "busy", SECOND);
        waits.refused(one, "still busy", 2 * SECOND);
        if (firstIsBegun) {
            waits.end(one);
        }
        assertThat(waits.shown(9 * SECOND).name()).isEqualTo(firstIsBegun ? "two" : "one");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 59})
    void asksLessOftenTheLongerItWaits(long seconds) {
        waits.refused(one, "busy", 0);
        assertThat(waits.pauseNanos(one, 0)).isEqualTo(SECOND / 2);
        assertThat(waits.pauseNanos(one, seconds * SECOND)).isBetween(SECOND / 2, 2 * SECOND);
        assertThat(waits.pauseNanos(two, seconds * SECOND)).isEqualTo(SECOND / 2);
    }
}
