package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueDelayEstimatorTest {
    private final QueueDelayEstimator queue = new QueueDelayEstimator();
    private long now;

    @Test
    void whatMadeWayForTwoRoundTripsShowsThePathWithoutItsQueue() {
        pass(10, 0.100);
        assertThat(queue.baseRttSeconds()).isBetween(0.095, 0.105);
        queue.drainAfterLoss();
        pass(1, 0.100);
        pass(2, 0.060);
        pass(1, 0.085);
        assertThat(queue.baseRttSeconds()).isBetween(0.058, 0.064);
        assertThat(queue.seconds()).isGreaterThan(0.005);
    }

    @Test
    void oneQuickRoundTripAloneDoesNot() {
        pass(10, 0.100);
        pass(1, 0.060);
        pass(5, 0.100);
        assertThat(queue.baseRttSeconds()).isGreaterThan(0.075);
    }

    private void pass(int rounds, double seconds) {
        for (int i = 0; i < rounds; i++) {
            now += (long) (seconds * 1e9);
            queue.onAck(Rounds.sample(100, 0, seconds));
            queue.endRound(now);
        }
    }
}
