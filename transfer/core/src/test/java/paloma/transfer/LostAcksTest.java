package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LostAcksTest {
    private final LostAcks acks = new LostAcks();

    @Test
    void thereAreNoneWhereAllCome() {
        come(0, 2_000);
        assertThat(acks.occur()).isFalse();
    }

    @Test
    void oneThatIsMissingIsLost() {
        come(0, 10);
        come(11, 20);
        assertThat(acks.occur()).isTrue();
    }

    @Test
    void oneThatWasOvertakenIsNot() {
        come(0, 10);
        acks.take(11);
        acks.take(10);
        assertThat(acks.occur()).isFalse();
    }

    @Test
    void aSecondCopyDoesNotStandForOneThatIsMissing() {
        come(0, 10);
        acks.take(11);
        acks.take(11);
        assertThat(acks.occur()).isTrue();
    }

    @Test
    void whatWasLostLongAgoIsForgotten() {
        come(0, 10);
        come(12, 2_000);
        assertThat(acks.occur()).isFalse();
    }

    @Test
    void serialsMayWrap() {
        come(Integer.MAX_VALUE - 5, Integer.MAX_VALUE);
        acks.take(Integer.MAX_VALUE);
        come(Integer.MIN_VALUE, Integer.MIN_VALUE + 10);
        assertThat(acks.occur()).isFalse();
    }

    private void come(int from, int to) {
        IntStream.range(from, to).forEach(acks::take);
    }
}
