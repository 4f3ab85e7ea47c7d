package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossResponseTest {
    private static final int PACKETS = 300;
    private static final double WINDOW = 1_000_000;

    private final LossResponse caution = new LossResponse(Rounds.PACKET);

    @Test
    void aStartThatGoesOnAgainAndAgainDoesNotHideTheLossOfAFullQueue() {
        caution.onStartupEnd();
        boolean cut = false;
        for (int round = 0; round < 40 && !cut; round++) {
            int lost = round < 6 ? 0 : PACKETS / 10;
            caution.onAck(Rounds.sample(PACKETS - lost, lost, 0.1), WINDOW, 0.1e9);
            cut = caution.endRound(WINDOW, false, true);
            if (round % 2 == 1) {
                caution.onStartupEnd();
            }
        }
        assertThat(cut).isTrue();
        assertThat(caution.inflightBound()).isLessThan(WINDOW);
    }

    @Test
    void whatTheStartLosesBeforeAnyQueueIsTheFloor() {
        caution.onAck(Rounds.sample(PACKETS, PACKETS / 20, 0.05), WINDOW, 0.05e9);
        caution.onStartupEnd();
        assertThat(caution.floorShare()).isBetween(0.04, 0.06);
        for (int round = 0; round < 20; round++) {
            caution.onAck(Rounds.sample(PACKETS, PACKETS / 20, 0.05), WINDOW, 0.05e9);
            assertThat(caution.endRound(WINDOW, false, false)).isFalse();
        }
    }

    @Test
    void whatHadLeftBeforeTheWindowCameDownCountsNoSecondTime() {
        settle();
        caution.onReduction();
        for (int round = 0; round < 2; round++) {
            assertThat(lossy()).isFalse();
        }
        assertThat(lossy()).isTrue();
    }

    @Test
    void aBoundThatIsLiftedComesBackWithTheNextLoss() {
        settle();
        assertThat(lossy()).isTrue();
        assertThat(caution.isBounding()).isTrue();

        caution.liftBound();

        assertThat(caution.isBounding()).isFalse();
        boolean cut = false;
        for (int round = 0; round < 5 && !cut; round++) {
            cut = lossy();
        }
        assertThat(cut).isTrue();
    }

    /** The start has ended, and a path without loss has been seen for a while. */
    private void settle() {
        caution.onStartupEnd();
        for (int round = 0; round < 6; round++) {
            caution.onAck(Rounds.sample(PACKETS, 0, 0.05), WINDOW, 0.05e9);
            assertThat(caution.endRound(WINDOW, false, false)).isFalse();
        }
    }

    /** A round trip in which a full queue has lost a tenth; gives whether that cut the window. */
    private boolean lossy() {
        caution.onAck(Rounds.sample(PACKETS - PACKETS / 10, PACKETS / 10, 0.1), WINDOW, 0.1e9);
        return caution.endRound(WINDOW, false, true);
    }
}
