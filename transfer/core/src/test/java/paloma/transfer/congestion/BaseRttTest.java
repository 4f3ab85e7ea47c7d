package paloma.transfer.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BaseRttTest {
    private static final long START_NANOS = -123_456_789_000L;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final BaseRtt base = new BaseRtt();

    @Test
    void isUnknownBeforeTheFirstRoundTrip() {
        assertThat(base.isKnown()).isFalse();
        base.lower(0.05, START_NANOS);
        assertThat(base.isKnown()).isTrue();
    }

    @Test
    void isTheLeastThatWasSeen() {
        base.lower(0.05, START_NANOS);
        base.lower(0.07, START_NANOS);
        assertThat(base.seconds()).isEqualTo(0.05);
        base.lower(0.04, START_NANOS);
        assertThat(base.seconds()).isEqualTo(0.04);
    }

    @Test
    void isOldFiveSecondsAfterItWasSeen() {
        base.lower(0.05, START_NANOS);
        base.lower(0.06, START_NANOS + 4 * SECOND_NANOS);
        assertThat(base.isOld(START_NANOS + 5 * SECOND_NANOS)).isFalse();
        assertThat(base.isOld(START_NANOS + 5 * SECOND_NANOS + 1)).isTrue();
    }

    @Test
    void growsOnlyWhereItIsOldAndThePathWasDrained() {
        base.lower(0.05, START_NANOS);
        base.renew(0.08, START_NANOS + SECOND_NANOS);
        assertThat(base.seconds()).isEqualTo(0.05);
        base.renew(0.08, START_NANOS + 7 * SECOND_NANOS);
        assertThat(base.seconds()).isEqualTo(0.08);
    }
}
