package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BandwidthTest {
    private final Bandwidth bandwidth = new Bandwidth(Tuning.STANDARD.rate().rounds());

    @Test
    void isTheLargestOfTheLastTenRoundTrips() {
        bandwidth.endRound(900, false);
        bandwidth.endRound(800, false);
        for (int i = 0; i < 8; i++) {
            bandwidth.endRound(700, false);
        }
        assertThat(bandwidth.max()).isEqualTo(900);

        bandwidth.endRound(700, false);
        assertThat(bandwidth.max()).isEqualTo(800);
    }

    @Test
    void countsARoundTripThatTheWindowDidNotBoundOnlyWhereItWasFaster() {
        bandwidth.endRound(900, false);
        for (int i = 0; i < 5; i++) {
            bandwidth.endRound(100, true);
        }
        assertThat(bandwidth.max()).isEqualTo(900);

        bandwidth.endRound(1_000, true);
        assertThat(bandwidth.max()).isEqualTo(1_000);
    }

    @Test
    void countsTheFirstRoundTripWhateverBoundIt() {
        bandwidth.endRound(100, true);
        assertThat(bandwidth.max()).isEqualTo(100);
    }

    @Test
    void forgetsTheRoundTripsButNotWhatArrivedLately() {
        bandwidth.onAck(new Sample().arrived(0).delivered(0).build());
        bandwidth.onAck(new Sample().arrived(10).delivered(5_000).build());
        bandwidth.add(900);

        bandwidth.forget();
        assertThat(bandwidth.max()).isZero();
        assertThat(bandwidth.recent().bytesPerSecond(1_000)).isEqualTo(500_000);

        bandwidth.clear();
        assertThat(bandwidth.recent().bytesPerSecond(1_000)).isZero();
    }
}
