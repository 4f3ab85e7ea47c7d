package paloma.audio.program;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    private static final long LOOK = MILLISECONDS.toNanos(500);

    @ParameterizedTest
    @ValueSource(longs = {0, -7_000_000_000L, 2_500_000_000_000L, Long.MAX_VALUE - 1_000_000_000})
    void whatMakesNoStepForTwoSecondsIsStuck(long begin) {
        Progress progress = new Progress(0, 0);
        long now = begin;
        assertThat(progress.isStuck(0, now)).isFalse();
        for (int steps = 1; steps < 100; steps++) {
            assertThat(progress.isStuck(steps, now += LOOK)).isFalse();
        }
        assertThat(looksUntilStuck(progress, 99, now)).isEqualTo(4);
        assertThat(progress.isStuck(100, now + SECONDS.toNanos(4))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE + 1, Long.MAX_VALUE - 1_000_000_000})
    void theFirstStepMayTakeLonger(long begin) {
        assertThat(looksUntilStuck(new Progress(SECONDS.toNanos(10), 0), 0, begin - LOOK))
                .isEqualTo(21);
    }

    /** It made some steps and died, all before anybody looked. */
    @ParameterizedTest
    @ValueSource(longs = {0, -7_000_000_000L, Long.MAX_VALUE - 1_000_000_000})
    void theFirstStepNeedNotBeSeen(long begin) {
        assertThat(looksUntilStuck(new Progress(SECONDS.toNanos(10), 0), 3, begin - LOOK))
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1_000_000_000})
    void aStepThatTakesTwoSecondsByItselfIsWaitedFor(long begin) {
        Progress progress = new Progress(0, SECONDS.toNanos(2));
        progress.isStuck(0, begin);
        progress.isStuck(1, begin + LOOK);
        assertThat(looksUntilStuck(progress, 1, begin + LOOK)).isEqualTo(8);
    }

    /** SIGSTOP, or a machine that slept: the clock leaps between two looks. */
    @ParameterizedTest
    @ValueSource(longs = {0, -7_000_000_000L, Long.MAX_VALUE - 1_000_000_000})
    void aStandstillOfTheProgramIsNoneOfTheDevice(long begin) {
        Progress progress = new Progress(0, 0);
        progress.isStuck(0, begin);
        progress.isStuck(1, begin + LOOK);
        assertThat(progress.isStuck(1, begin + SECONDS.toNanos(3_600))).isFalse();
        assertThat(progress.isStuck(1, begin + SECONDS.toNanos(7_200))).isFalse();
        assertThat(progress.isStuck(2, begin + SECONDS.toNanos(7_201))).isFalse();
    }

    private static int looksUntilStuck(Progress progress, long steps, long begin) {
        int looks = 1;
        for (long now = begin + LOOK; !progress.isStuck(steps, now); now += LOOK) {
            looks++;
        }
        return looks;
    }
}
