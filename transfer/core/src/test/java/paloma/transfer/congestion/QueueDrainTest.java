package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueDrainTest {
    private final QueueDrain drain = new QueueDrain();

    @Test
    void leavesTheWindowAloneBeforeItBegins() {
        assertThat(drain.windowFactor()).isEqualTo(1);
        assertThat(drain.isSettling()).isFalse();
        assertThat(drain.endRound(0.05)).isFalse();
    }

    @Test
    void shrinksTheWindowForTwoRoundTripsAndSettlesForTwoMore() {
        drain.begin(0.8, 0.05);
        assertThat(drain.windowFactor()).isEqualTo(0.8);
        assertThat(drain.endRound(0.05)).isFalse();
        assertThat(drain.windowFactor()).isEqualTo(0.8);
        assertThat(drain.endRound(0.05)).isFalse();
        assertThat(drain.windowFactor()).isEqualTo(1);
        assertThat(drain.isSettling()).isTrue();
        assertThat(drain.endRound(0.05)).isFalse();
        assertThat(drain.isSettling()).isTrue();
        assertThat(drain.endRound(0.05)).isTrue();
        assertThat(drain.isSettling()).isFalse();
    }

    @Test
    void remembersTheLeastRoundTripThoughItShowsOnlyOnceTheWindowIsBack() {
        drain.begin(0.8, 0.060);
        drain.endRound(0.060);
        drain.endRound(0.059);
        drain.endRound(0.045);
        drain.endRound(0.050);
        drain.endRound(0.010);
        assertThat(drain.leastRttSeconds()).isEqualTo(0.045);
    }
}
