package paloma.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.chat.Allowance.Rate;

class AllowanceTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE - 3, Long.MIN_VALUE, 1_000_000_000})
    void givesTheBurstAndThenTheRateWhereverTheClockBegins(long start) {
        Allowance allowance = new Allowance(new Rate(10, 3), start);
        assertThat(takes(allowance, start)).isEqualTo(3);
        assertThat(takes(allowance, start + 99 * MILLI)).isZero();
        assertThat(takes(allowance, start + 100 * MILLI)).isEqualTo(1);
        assertThat(takes(allowance, start + 350 * MILLI)).isEqualTo(2);
        assertThat(takes(allowance, start + 3_600_000 * MILLI)).isEqualTo(3);
    }

    private static int takes(Allowance allowance, long nowNanos) {
        int taken = 0;
        while (allowance.take(nowNanos)) {
            taken++;
        }
        return taken;
    }
}
