package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandingQueueTest {
    private static final double RTT_NANOS = 0.1e9;

    private final StandingQueue queue =
            new StandingQueue(Tuning.STANDARD.startup().standingRounds());

    @Test
    void isSeenOnceItHasStoodForTwoRoundTrips() {
        queue.endRound(false, false);
        queue.endRound(true, false);
        queue.endRound(false, false);
        assertThat(queue.isSeen()).isFalse();
        queue.endRound(false, false);
        assertThat(queue.isSeen()).isTrue();
        queue.endRound(true, false);
        assertThat(queue.isSeen()).isTrue();
    }

    @Test
    void isGoneAfterTwoEmptyRoundTrips() {
        queue.endRound(false, false);
        queue.endRound(true, false);
        assertThat(queue.isGone()).isFalse();
        queue.endRound(true, false);
        assertThat(queue.isGone()).isTrue();
    }

    @Test
    void isNotGoneWhereTheWindowWasNotUsed() {
        queue.endRound(true, false);
        queue.endRound(true, true);
        queue.endRound(true, false);
        assertThat(queue.isGone()).isFalse();
    }

    @Test
    void isEmptyByTheTimeThatTheRoundTripsTook() {
        for (int i = 0; i < 9; i++) {
            queue.endRound(true, false);
        }
        assertThat(queue.isEmptyFor(1e9, RTT_NANOS)).isFalse();
        queue.endRound(true, false);
        assertThat(queue.isEmptyFor(1e9, RTT_NANOS)).isTrue();

        queue.restart();
        assertThat(queue.isEmptyFor(1e9, RTT_NANOS)).isFalse();
    }
}
