package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossFloorTest {
    private final LossFloor floor = new LossFloor(Rounds.PACKET);

    @Test
    void isWhatThePathLosesWhileNoQueueStands() {
        seen(950, 50);
        floor.learn(true);
        assertThat(floor.share()).isCloseTo(0.05, within(1e-9));
        assertThat(floor.floorRate() * Sample.PACKET).isCloseTo(0.05, within(1e-9));
    }

    @Test
    void isWhatWasLostWhereNothingElseIsKnownThoughAQueueStands() {
        seen(1_560, 40);
        floor.learn(false);
        floor.begin();
        seen(1_560, 40);
        assertThat(floor.isExceeded(false)).isFalse();
        assertThat(floor.share()).isCloseTo(0.025, within(1e-9));
    }

    @Test
    void isNotExceededByAsMuchAgain() {
        seen(950, 50);
        floor.learn(true);
        floor.begin();
        seen(380, 20);
        assertThat(floor.isExceeded(false)).isFalse();
        assertThat(floor.isExceeded(true)).isFalse();
    }

    @Test
    void isExceededByLessWhereAQueueStands() {
        seen(1_000, 0);
        floor.learn(true);
        floor.begin();
        seen(300, 4);
        assertThat(floor.isExceeded(false)).isFalse();
        assertThat(floor.isExceeded(true)).isTrue();
    }

    @Test
    void takesNoHandfulOfLargePacketsForHeavyLoss() {
        seen(100, 60);
        assertThat(floor.isHeavy()).isTrue();
        floor.packetBytes(10 * Rounds.PACKET);
        assertThat(floor.isHeavy()).isFalse();
    }

    @Test
    void countsABurstOnce() {
        seen(1_000, 0);
        floor.learn(true);
        floor.begin();
        AckSample burst = new Sample().packets(300).build();
        floor.onAck(new AckSample(
                burst.nowNanos(),
                burst.ackedBytes(),
                15 * Sample.PACKET,
                1,
                300,
                burst.ageNanosSum(),
                300,
                burst.rttNanos(),
                burst.deliveredBytes(),
                0,
                0,
                0,
                0,
                false,
                false));
        assertThat(floor.isExceeded(true)).isFalse();
    }

    @Test
    void isExceededByAHeavyLossWhateverItsEvents() {
        seen(70, 30);
        assertThat(floor.isHeavy()).isTrue();
        assertThat(floor.isExceeded(false)).isTrue();
    }

    @Test
    void takesAFewLostPacketsForNoHeavyLoss() {
        seen(1, 20);
        assertThat(floor.isHeavy()).isFalse();
    }

    @Test
    void learnsLittleFromALossThatAQueueMayHaveCaused() {
        seen(1_000, 0);
        floor.learn(true);
        floor.begin();
        seen(900, 100);
        floor.learn(false);
        assertThat(floor.share()).isCloseTo(0.1 * 250 / 1_250, within(1e-9));
    }

    @Test
    void adoptsALossThatWentOnThoughTheQueueWasEmpty() {
        seen(1_000, 0);
        floor.learn(true);
        floor.begin();
        seen(900, 100);
        floor.adopt();
        assertThat(floor.share()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void isNeverMoreThanThreeTenths() {
        seen(100, 900);
        floor.learn(true);
        assertThat(floor.share()).isEqualTo(0.3);
    }

    @Test
    void judgesBlocksOfTwoHundredPackets() {
        seen(199, 0);
        assertThat(floor.isBlock()).isFalse();
        seen(1, 0);
        assertThat(floor.isBlock()).isTrue();
        floor.begin();
        assertThat(floor.isBlock()).isFalse();
    }

    private void seen(int acked, int lost) {
        floor.onAck(new Sample().packets(acked).lost(lost).build());
    }
}
