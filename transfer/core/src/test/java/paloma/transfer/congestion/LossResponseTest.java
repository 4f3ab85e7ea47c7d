package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossResponseTest {
    private static final int PACKETS = 300;
    private static final double WINDOW = 1_000_000;

    private final LossResponse losses = new LossResponse(Rounds.PACKET);

    @Test
    void aStartThatGoesOnAgainAndAgainDoesNotHideTheLossOfAFullQueue() {
        losses.onStartupEnd();
        boolean cut = false;
        for (int round = 0; round < 40 && !cut; round++) {
            int lost = round < 6 ? 0 : PACKETS / 10;
            losses.onAck(Rounds.sample(PACKETS - lost, lost, 0.1), WINDOW, 0.1e9);
            cut = losses.endRound(WINDOW, false, true);
            if (round % 2 == 1) {
                losses.onStartupEnd();
            }
        }
        assertThat(cut).isTrue();
        assertThat(losses.inflightBound()).isLessThan(WINDOW);
    }

    @Test
    void whatTheStartLosesBeforeAnyQueueIsTheFloor() {
        losses.onAck(Rounds.sample(PACKETS, PACKETS / 20, 0.05), WINDOW, 0.05e9);
        losses.onStartupEnd();
        assertThat(losses.floorShare()).isBetween(0.04, 0.06);
        for (int round = 0; round < 20; round++) {
            losses.onAck(Rounds.sample(PACKETS, PACKETS / 20, 0.05), WINDOW, 0.05e9);
            assertThat(losses.endRound(WINDOW, false, false)).isFalse();
        }
    }

    @Test
    void whatHadLeftBeforeTheWindowCameDownCountsNoSecondTime() {
        settle();
        losses.onReduction();
        for (int round = 0; round < 2; round++) {
            assertThat(lossy()).isFalse();
        }
        assertThat(lossy()).isTrue();
    }

    @Test
    void aBoundThatIsLiftedComesBackWithTheNextLoss() {
        settle();
        assertThat(lossy()).isTrue();
        assertThat(losses.isBounding()).isTrue();

        losses.onAck(Rounds.sample(PACKETS, 0, 10.2), 0, 0.05e9); // after more than ten seconds
        assertThat(losses.raise()).isTrue();

        assertThat(losses.isBounding()).isFalse();
        boolean cut = false;
        for (int round = 0; round < 5 && !cut; round++) {
            cut = lossy();
        }
        assertThat(cut).isTrue();
    }

    @Test
    void aBoundRisesByAFewPerCentWhereNoQueueStands() {
        settle();
        assertThat(lossy()).isTrue();
        double before = losses.inflightBound();
        assertThat(losses.raise()).isFalse();
        assertThat(losses.inflightBound() / before).isBetween(1.01, 1.05);
    }

    @Test
    void aStartThatLosesMuchComesDownToWhatThePathCarriedAndItsLossIsNoFloor() {
        losses.onAck(Rounds.sample(PACKETS - PACKETS / 6, PACKETS / 6, 0.06), WINDOW, 0.06e9);
        assertThat(losses.endStart(WINDOW / 2)).isTrue();
        losses.onStartupEnd();
        assertThat(losses.inflightBound()).isEqualTo(WINDOW / 2);
        assertThat(losses.floorShare()).isZero();
    }

    @Test
    void theLossesOfAStartThatComeInAfterItsEndCutItOnce() {
        losses.onStartupEnd();
        losses.onAck(Rounds.sample(PACKETS - PACKETS / 6, PACKETS / 6, 0.06), WINDOW, 0.06e9);
        assertThat(losses.endStart(WINDOW)).isTrue();
        losses.onAck(Rounds.sample(PACKETS - PACKETS / 6, PACKETS / 6, 0.12), WINDOW, 0.06e9);
        assertThat(losses.endStart(WINDOW)).isFalse();
    }

    @Test
    void aStartOnAPathThatLosesOneInTwentyIsNotCut() {
        for (int round = 0; round < 3; round++) {
            losses.onAck(Rounds.sample(4 * PACKETS, PACKETS / 5, 0.05), WINDOW, 0.05e9);
            assertThat(losses.endStart(WINDOW)).isFalse();
        }
    }

    @Test
    void aLossThatGoesOnThoughTheQueueHasEmptiedWasNoCongestionAndBecomesTheFloor() {
        settle();
        assertThat(lossy()).isTrue();
        goOn(true, 2);
        assertThat(losses.isBounding()).isFalse();
        assertThat(losses.floorShare()).isBetween(0.09, 0.11);
    }

    @Test
    void aLossThatEndsWithTheQueueWasCongestion() {
        settle();
        assertThat(lossy()).isTrue();
        for (int round = 0; round < 5; round++) {
            losses.onAck(Rounds.sample(PACKETS, 0, 0.05), 0, 0.05e9);
            losses.endRound(WINDOW, true, false);
        }
        assertThat(losses.isBounding()).isTrue();
        assertThat(losses.floorShare()).isLessThan(0.01);
    }

    @Test
    void aQueueThatStandsForFourRoundTripsIsNotOursAndALossIntoItCutsAgain() {
        settle();
        assertThat(lossy()).isTrue();
        double before = losses.inflightBound();
        goOn(false, 4);
        assertThat(losses.inflightBound()).isEqualTo(before);
        goOn(false, 1);
        assertThat(losses.inflightBound()).isLessThan(before);
    }

    @Test
    void theBoundGrowsAgainOnlyWhileTheWindowIsAtIt() {
        settle();
        assertThat(lossy()).isTrue();
        double before = losses.inflightBound();
        losses.onAck(Rounds.sample(PACKETS, 0, 0.05), before - 1, 0.05e9);
        assertThat(losses.inflightBound()).isEqualTo(before);
        losses.onAck(Rounds.sample(PACKETS, 0, 0.05), before, 0.05e9);
        assertThat(losses.inflightBound()).isGreaterThan(before);
    }

    /** Round trips in which a tenth is lost, as before the cut. */
    private void goOn(boolean queueIsLow, int rounds) {
        for (int i = 0; i < rounds; i++) {
            losses.onAck(Rounds.sample(PACKETS - PACKETS / 10, PACKETS / 10, 0.05), 0, 0.05e9);
            losses.endRound(WINDOW, queueIsLow, false);
        }
    }

    /** The start has ended, and a path without loss has been seen for a while. */
    private void settle() {
        losses.onStartupEnd();
        for (int round = 0; round < 6; round++) {
            losses.onAck(Rounds.sample(PACKETS, 0, 0.05), WINDOW, 0.05e9);
            assertThat(losses.endRound(WINDOW, false, false)).isFalse();
        }
    }

    /** A round trip in which a full queue has lost a tenth; gives whether that cut the window. */
    private boolean lossy() {
        losses.onAck(Rounds.sample(PACKETS - PACKETS / 10, PACKETS / 10, 0.1), WINDOW, 0.1e9);
        return losses.endRound(WINDOW, false, true);
    }
}
