package paloma.client.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private final RoundTrips roundTrips = new RoundTrips();

    @Test
    void tellsLeastMeanMostAndJitter() {
        roundTrips.add(1_000_000);
        roundTrips.add(2_600_000);
        roundTrips.add(1_800_000);

        // J = 0; then 1.6/16 = 0.1; then 0.1 + (0.8 - 0.1)/16 = 0.14375 ms (RFC 3550, 6.4.1)
        assertThat(roundTrips.jitterNanos()).isCloseTo(143_750, within(0.5));
        assertThat(roundTrips)
                .hasToString(
                        "round trip min/avg/max/jitter = 1.000/1.800/2.600/0.144 ms (jitter as in RFC 3550, 6.4.1)");
    }

    @Test
    void steadyRoundTripsHaveNoJitter() {
        for (int i = 0; i < 100; i++) {
            roundTrips.add(5_000);
        }

        assertThat(roundTrips.jitterNanos()).isZero();
        assertThat(roundTrips.count()).isEqualTo(100);
    }
}
