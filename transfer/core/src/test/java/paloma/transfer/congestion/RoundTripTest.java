package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoundTripTest {
    private final RoundTrip round = new RoundTrip(Tuning.STANDARD.rate().minRoundNanos());

    RoundTripTest() {
        round.begin(sample(100, 5_000, 0));
    }

    @Test
    void endsWithAPacketThatLeftAfterItBegan() {
        assertThat(round.isOver(sample(140, 9_000, 4_999))).isFalse();
        assertThat(round.isOver(sample(140, 9_000, 5_000))).isTrue();
    }

    @Test
    void lastsTenMillisecondsAtLeast() {
        assertThat(round.isOver(sample(109, 9_000, 5_000))).isFalse();
        assertThat(round.isOver(sample(110, 9_000, 5_000))).isTrue();
    }

    @Test
    void isAppLimitedWhereOnePacketOfItWas() {
        round.onAck(sample(110, 6_000, 0));
        assertThat(round.isAppLimited()).isFalse();
        round.onAck(new Sample().appLimited().build());
        round.onAck(sample(120, 7_000, 0));
        assertThat(round.isAppLimited()).isTrue();

        round.begin(sample(150, 8_000, 0));
        assertThat(round.isAppLimited()).isFalse();
    }

    @Test
    void measuresTheMeanRateOfAllOfIt() {
        assertThat(round.bytesPerSecond(sample(140, 9_000, 5_000))).isCloseTo(100_000, within(1e-6));
    }

    private static AckSample sample(double millis, long delivered, long deliveredAtSend) {
        return new Sample()
                .at(millis)
                .delivered(delivered)
                .deliveredAtSend(deliveredAtSend)
                .build();
    }
}
