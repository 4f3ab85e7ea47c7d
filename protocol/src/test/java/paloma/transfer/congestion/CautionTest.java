package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CautionTest {
    private static final int PACKETS = 300;
    private static final double WINDOW = 1_000_000;

    private final Caution caution = new Caution(Rounds.PACKET);

    @Test
    void aStartThatGoesOnAgainAndAgainDoesNotHideTheLossOfAFullQueue() {
        caution.learn();
        boolean cut = false;
        for (int round = 0; round < 40 && !cut; round++) {
            int lost = round < 6 ? 0 : PACKETS / 10;
            caution.onAck(Rounds.sample(PACKETS - lost, lost, 0.1), WINDOW, 0.1e9);
            cut = caution.endRound(WINDOW, false, true);
            if (round % 2 == 1) {
                caution.learn();
            }
        }
        assertThat(cut).isTrue();
        assertThat(caution.bound()).isLessThan(WINDOW);
    }

    @Test
    void whatTheStartLosesBeforeAnyQueueIsTheFloor() {
        caution.onAck(Rounds.sample(PACKETS, PACKETS / 20, 0.05), WINDOW, 0.05e9);
        caution.learn();
        assertThat(caution.floorShare()).isBetween(0.04, 0.06);
        for (int round = 0; round < 20; round++) {
            caution.onAck(Rounds.sample(PACKETS, PACKETS / 20, 0.05), WINDOW, 0.05e9);
            assertThat(caution.endRound(WINDOW, false, false)).isFalse();
        }
    }
}
