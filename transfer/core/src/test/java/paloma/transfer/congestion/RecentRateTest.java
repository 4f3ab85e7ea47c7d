package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentRateTest {
    private final RecentRate recent = new RecentRate();

    @Test
    void knowsNothingFromOneAcknowledgement() {
        arrive(1, 0, 1_000);
        assertThat(recent.bytesPerSecond(0)).isZero();
        assertThat(recent.isStretched(0)).isFalse();
    }

    @Test
    void measuresTheShortestTimeThatIsLongEnough() {
        arrive(0, 0, 0);
        arrive(10, 10, 100_000);
        arrive(14, 14, 104_000);
        arrive(18, 18, 108_000);
        assertThat(recent.bytesPerSecond(8_000)).isEqualTo(1_000_000);
        assertThat(recent.bytesPerSecond(9_000)).isEqualTo(6_000_000);
        assertThat(recent.bytesPerSecond(1e9)).isEqualTo(6_000_000);
    }

    @Test
    void joinsAcknowledgementsThatArrivedTogether() {
        arrive(0, 0, 0);
        arrive(0.1, 0, 4_000);
        arrive(0.2, 0, 5_000);
        assertThat(recent.bytesPerSecond(0)).isZero();
        arrive(1, 0, 6_000);
        assertThat(recent.bytesPerSecond(0)).isEqualTo(1_000_000);
    }

    @Test
    void seesThatABottleneckPulledPacketsApart() {
        arrive(0, 0, 0);
        arrive(4, 2, 10_000);
        assertThat(recent.isStretched(4_000)).isTrue();
    }

    @Test
    void takesAPathThatKeepsTheSpacingForNoBottleneck() {
        arrive(0, 0, 0);
        arrive(4, 3, 10_000);
        assertThat(recent.isStretched(4_000)).isFalse();
    }

    private void arrive(double millis, double sentMillis, long delivered) {
        recent.onAck(new Sample()
                .arrived(millis)
                .sent(sentMillis)
                .delivered(delivered)
                .build());
    }
}
