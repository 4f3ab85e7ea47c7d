package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossTallyTest {
    private static final int BYTES = 1_200;

    private final LossTally tally = new LossTally();
    private long number;

    @Test
    void expectsNoLossBeforeThereWasOne() {
        assertThat(tally.expectedLost(100)).isZero();
        arrive(100);
        assertThat(tally.expectedLost(100)).isZero();
    }

    @Test
    void expectsAsManyLostAsLately() {
        lose(1);
        arrive(99);
        assertThat(tally.expectedLost(300)).isCloseTo(3, within(1e-9));
    }

    @Test
    void whatTheStartLostIsForgottenLittleByLittle() {
        lose(300);
        arrive(34_000);
        assertThat(tally.expectedLost(300)).isLessThan(0.5);
        assertThat(tally.lostPackets()).isEqualTo(300);
    }

    @Test
    void whatArrivedAfterAllWasNotLost() {
        lose(1);
        arrive(100);
        tally.spurious(1);
        assertThat(tally.expectedLost(100)).isZero();
    }

    private void lose(int packets) {
        for (int i = 0; i < packets; i++) {
            tally.lost(number++, BYTES);
        }
    }

    private void arrive(int packets) {
        for (int i = 0; i < packets; i++) {
            number++;
            tally.arrived(1);
        }
    }
}
