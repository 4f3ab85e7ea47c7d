package paloma.audio.sink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandstillTest {
    private static final int CAPACITY = 2_646;
    private static final int BLOCK = 220;
    private static final long BLOCK_NANOS = 5_000_000;

    private final Standstill standstill = new Standstill(CAPACITY);

    @ParameterizedTest
    @ValueSource(longs = {0, -1_000_000_000L, 2_500_000_000_000L, Long.MAX_VALUE - 1_000_000_000})
    void aLineThatTakesSoundAndPlaysNoneIsFoundInTwoSeconds(long begin) {
        long now = begin;
        for (int i = 0; i < 100; i++) {
            assertThat(standstill.isOne(i * BLOCK, BLOCK, now += BLOCK_NANOS)).isFalse();
        }
        int blocks = 1;
        while (!standstill.isOne(99 * BLOCK, BLOCK, now += BLOCK_NANOS)) {
            blocks++;
        }
        assertThat(blocks * BLOCK_NANOS).isBetween(SECONDS.toNanos(2), SECONDS.toNanos(2) + 2 * BLOCK_NANOS);
    }

    /** The program was stopped, so the line ran empty: it has taken no more than it can hold. */
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1_000_000_000})
    void aLineThatStartsAgainAfterAPauseIsNone(long begin) {
        standstill.isOne(0, BLOCK, begin);
        assertThat(standstill.isOne(BLOCK, BLOCK, begin + BLOCK_NANOS)).isFalse();
        long later = begin + SECONDS.toNanos(60);
        for (int i = 0; i < CAPACITY / BLOCK - 1; i++) {
            assertThat(standstill.isOne(BLOCK, BLOCK, later)).isFalse();
        }
        assertThat(standstill.isOne(2 * BLOCK, BLOCK, later)).isFalse();
    }
}
