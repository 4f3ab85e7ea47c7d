package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PacketTrainTest {
    private static final double RATE = 1_472_000;

    private final RecentRate recent = new RecentRate();
    private final PacketTrain train =
            new PacketTrain(Tuning.STANDARD.train(), Tuning.STANDARD.rate().minSpanMicros());
    private long delivered;
    private AckSample last;

    @Test
    void tellsTheRateOfTheBottleneckThatPulledItApart() {
        first(16, 1);
        assertThat(train.bytesPerSecond()).isCloseTo(0.95 * RATE, within(1.0));
    }

    @Test
    void believesItsFastestFourMillisecondsForABusyReceiverMakesTheRestLookSlower() {
        first(4, 3);
        for (int i = 1; i <= 4; i++) {
            arrive(9 + i, 0.1, 0, false);
        }
        assertThat(train.bytesPerSecond()).isCloseTo(0.95 * RATE, within(1.0));
    }

    @Test
    void tellsNothingWhereNothingPulledItApart() {
        for (int i = 0; i < 16; i++) {
            arrive(i, i, 0, false);
        }
        assertThat(train.bytesPerSecond()).isZero();
    }

    @Test
    void tellsNothingWherePacketsOvertakeOneAnother() {
        first(16, 1);
        arrive(17, 1, 0, true);
        assertThat(train.bytesPerSecond()).isZero();
        first(16, 1);
        assertThat(train.bytesPerSecond()).isZero();
    }

    @Test
    void isConfirmedByWhatFollowsAtItsRate() {
        first(16, 1);
        assertThat(train.isConfirmed(last, recent)).isFalse();
        follow(20, 1);
        assertThat(train.isConfirmed(last, recent)).isTrue();
    }

    @Test
    void isNotConfirmedByWhatFollowsAtAThirdOfItsRateButStillBelieved() {
        first(16, 1);
        follow(20, 3);
        assertThat(train.isConfirmed(last, recent)).isFalse();
        assertThat(train.bytesPerSecond()).isPositive();
    }

    @Test
    void isNotConfirmedByWhatFollowsFaster() {
        first(16, 1);
        follow(30, 0.7);
        assertThat(train.isConfirmed(last, recent)).isFalse();
    }

    @Test
    void misledWhereWhatFollowsIsMuchSlower() {
        first(16, 1);
        follow(10, 4);
        assertThat(train.bytesPerSecond()).isZero();
        assertThat(train.isConfirmed(last, recent)).isFalse();
    }

    @Test
    void isJudgedOnlyByEnoughOfWhatFollows() {
        first(16, 1);
        follow(3, 4);
        assertThat(train.bytesPerSecond()).isPositive();
    }

    private void first(int packets, double apartMillis) {
        for (int i = 0; i < packets; i++) {
            arrive(i * apartMillis, 0.01 * i, 0, false);
        }
    }

    private void follow(int packets, double apartMillis) {
        double start = last.arrivalMicros() / 1e3;
        for (int i = 1; i <= packets; i++) {
            arrive(start + i * apartMillis, 20, Sample.PACKET, false);
        }
    }

    private void arrive(double millis, double sentMillis, long deliveredAtSend, boolean reordered) {
        delivered += Sample.PACKET;
        Sample sample = new Sample()
                .arrived(millis)
                .sent(sentMillis)
                .delivered(delivered)
                .deliveredAtSend(deliveredAtSend);
        last = (reordered ? sample.reordered() : sample).build();
        recent.onAck(last);
        train.onAck(last, recent);
    }
}
