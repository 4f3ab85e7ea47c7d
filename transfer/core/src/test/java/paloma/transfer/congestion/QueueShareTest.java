package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QueueShareTest {
    private static final double MBIT_100 = 12.5e6;
    private static final double OWN = 0.004;
    private static final double BASE = 0.050;

    private final QueueDelayEstimator delay = new QueueDelayEstimator();
    private final QueueShare share = new QueueShare(Tuning.STANDARD.queue(), Tuning.STANDARD.share());
    private long now = -7_000_000_000L;

    QueueShareTest() {
        pass(30, BASE);
    }

    @Test
    void isFiftyKilobytesAtAHundredMegabits() {
        assertThat(share.bytes(MBIT_100)).isCloseTo(50_000, within(1_000.0));
        assertThat(share.seconds(MBIT_100)).isCloseTo(0.0055, within(0.0001));
    }

    @Test
    void growsWithTheSquareRootOfTheRateSoTheSlowerFlowHasTheLargerPart() {
        assertThat(share.bytes(4 * MBIT_100)).isCloseTo(2 * share.bytes(MBIT_100), within(1e-6));
    }

    @Test
    void growsWhileThePathMayNotBeFull() {
        judge(false);
        assertThat(value()).isCloseTo(1.15, within(1e-9));
        for (int i = 0; i < 30; i++) {
            judge(false);
        }
        assertThat(value()).isCloseTo(6, within(1e-9));
    }

    @Test
    void growsFasterWherePacketsOvertakeOneAnother() {
        judge(true);
        assertThat(value()).isCloseTo(1.3, within(1e-9));
    }

    @Test
    void comesBackToOneFromBothSidesOnceOurQueueStands() {
        for (int i = 0; i < 10; i++) {
            judge(false);
        }
        pass(12, BASE + OWN);
        double before = value();
        judge(false);
        assertThat(value()).isCloseTo(before - (before - 1) / 8, within(1e-9));

        for (int i = 0; i < 6; i++) {
            share.cut();
        }
        before = value();
        assertThat(before).isLessThan(1);
        judge(false);
        assertThat(value()).isCloseTo(before + 0.02, within(1e-9));
    }

    @Test
    void isCutByALossAndNeverBelowAQuarter() {
        share.cut();
        assertThat(value()).isCloseTo(0.7, within(1e-9));
        for (int i = 0; i < 10; i++) {
            share.cut();
        }
        assertThat(value()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void drainsOurQueueToSeeWhoseAQueueIsThatStands() {
        pass(20, BASE + 2 * OWN);
        assertThat(judge(false)).isFalse();
        pass(20, BASE + 3.2 * OWN);
        assertThat(judge(false)).isTrue();
    }

    @Test
    void takesAQueueThatWentOnlyPartlyForAnothers() {
        pass(12, BASE + 5 * OWN);
        judge(false);
        pass(20, BASE + 1.8 * OWN);
        judge(false);
        pass(12, BASE + 5 * OWN);
        double before = value();
        judge(false);
        assertThat(value()).isCloseTo(1.03 * before, within(1e-9));
    }

    @Test
    void growsToTwiceItsSizeBesideAFlowThatFillsBuffers() {
        pass(12, BASE + 5 * OWN);
        judge(false);
        assertThat(judge(false)).isTrue(); // it was drained, and the queue still stands
        double before = value();
        judge(false);
        assertThat(value()).isCloseTo(1.03 * before, within(1e-9));
        for (int i = 0; i < 40; i++) {
            judge(false);
        }
        assertThat(value()).isCloseTo(2, within(1e-9));
    }

    @Test
    void takesAQueueThatWentWithOursForOurs() {
        pass(12, BASE + 5 * OWN);
        judge(false);
        pass(12, BASE + OWN);
        judge(false);
        pass(12, BASE + 5 * OWN);
        double before = value();
        assertThat(judge(false)).isTrue();
        assertThat(value()).isLessThan(before);
    }

    @Test
    void growsNoFurtherThanUsualWhileALossBoundsTheWindow() {
        for (int i = 0; i < 5; i++) {
            judge(false);
        }
        share.endRound(delay, OWN, false, true);
        assertThat(value()).isCloseTo(1, within(1e-9));
    }

    @Test
    void asksForNoMoreThanUsualOnAPathThatIsFoundEmpty() {
        judge(false);
        share.relax();
        assertThat(value()).isCloseTo(1, within(1e-9));
        share.cut();
        share.relax();
        assertThat(value()).isCloseTo(0.7, within(1e-9));
    }

    private boolean judge(boolean reordering) {
        return share.endRound(delay, OWN, reordering, false);
    }

    private double value() {
        return share.bytes(MBIT_100) / new QueueShare(Tuning.STANDARD.queue(), Tuning.STANDARD.share()).bytes(MBIT_100);
    }

    private void pass(int rounds, double seconds) {
        for (int i = 0; i < rounds; i++) {
            now += (long) (seconds * 1e9);
            for (int ack = 0; ack < 10; ack++) {
                delay.onAck(new Sample().packets(10).rtt(seconds * 1e3).build());
            }
            delay.endRound(now);
        }
    }
}
