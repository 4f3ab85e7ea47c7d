package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeedTest {
    private static final long SECOND = 1_000_000_000L;

    private final Speed speed = new Speed(0);
    private final Tally tally = new Tally();

    @Test
    void isThatOfTheLastFiveSeconds() {
        for (int second = 1; second <= 60; second++) {
            tally.doneBytes += second <= 50 ? 1_000 : 3_000;
            speed.take(tally, second * SECOND);
        }
        assertThat(speed.bytesPerSecond()).isEqualTo(3_000);
        assertThat(speed.secondsFor(6_000)).hasValue(2);
        assertThat(speed.secondsFor(6_001)).hasValue(3);
    }

    @Test
    void countsNothingThatWasThereBefore() {
        tally.doneBytes = 1_000_000;
        tally.heldBytes = 999_000;
        speed.take(tally, SECOND);
        assertThat(speed.bytesPerSecond()).isEqualTo(1_000);
    }

    @Test
    void knowsNoTimeLeftWhereNothingGoes() {
        assertThat(speed.secondsFor(1)).isEmpty();
        speed.take(tally, SECOND);
        assertThat(speed.secondsFor(1)).isEmpty();
    }

    @Test
    void tellsWhatThePathLostWithoutWhatCameLate() {
        tally.packets = 1_000;
        tally.lostPackets = 30;
        tally.spuriousPackets = 10;
        speed.take(tally, SECOND);
        assertThat(speed.lossPercent()).isEqualTo(2);
    }

    @Test
    void neverTellsLessThanNothingOrMoreThanAll() {
        tally.packets = 10;
        tally.lostPackets = 50;
        speed.take(tally, SECOND);
        assertThat(speed.lossPercent()).isEqualTo(100);
        tally.packets = 20;
        tally.spuriousPackets = 60;
        speed.take(tally, 2 * SECOND);
        assertThat(speed.lossPercent()).isZero();
    }
}
