package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FullPipeTest {
    private final FullPipe pipe = new FullPipe(
            Tuning.STANDARD.startup().fullGrowth(), Tuning.STANDARD.startup().fullRounds());

    @Test
    void isFullAfterThreeRoundTripsWithoutGrowth() {
        assertThat(pipe.endRound(1_000, false)).isFalse();
        assertThat(pipe.endRound(1_250, false)).isFalse();
        assertThat(pipe.endRound(1_300, false)).isFalse();
        assertThat(pipe.endRound(900, false)).isTrue();
    }

    @Test
    void isNotFullWhileTheRateGrowsByAQuarter() {
        for (double rate = 1_000; rate < 1e9; rate *= 1.26) {
            assertThat(pipe.endRound(rate, false)).isFalse();
        }
    }

    @Test
    void beginsAnewWithARoundTripThatTheWindowDidNotBound() {
        pipe.endRound(1_000, false);
        pipe.endRound(1_000, false);
        pipe.endRound(1_000, false);
        assertThat(pipe.endRound(1_000, true)).isFalse();
        assertThat(pipe.endRound(1_000, false)).isFalse();
    }

    @Test
    void beginsAnewWithTheStart() {
        pipe.endRound(1_000, false);
        pipe.endRound(1_000, false);
        pipe.endRound(1_000, false);
        pipe.restart();
        assertThat(pipe.endRound(1_000, false)).isFalse();
        assertThat(pipe.endRound(1_000, false)).isFalse();
        assertThat(pipe.endRound(1_000, false)).isTrue();
    }
}
