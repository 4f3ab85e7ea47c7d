package paloma.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All clocks start where they like; a step is 10 ms. */
class StaggerTest {
    private static final long STEP_NANOS = 10_000_000;
    private static final RetryPolicy TWICE = new RetryPolicy(1_000_000_000, 2);

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -5, Long.MAX_VALUE - 400_000_000, Long.MIN_VALUE})
    void oneAddressIsAskedAgainAfterEachTimeout(long start) {
        assertThat(sendings(new Stagger(1, TWICE, Stagger.DELAY_NANOS, start), start))
                .containsExactly("0 at 0", "0 at 1000", "over at 2000");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 400_000_000})
    void silentAddressesAreAskedOneSoonAfterTheOther(long start) {
        assertThat(sendings(new Stagger(3, TWICE, Stagger.DELAY_NANOS, start), start))
                .containsExactly(
                        "0 at 0", "1 at 250", "2 at 500", "0 at 1000", "1 at 1250", "2 at 1500", "over at 2500");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 400_000_000})
    void aRefusalBringsTheNextForward(long start) {
        Stagger plan = new Stagger(3, TWICE, Stagger.DELAY_NANOS, start);
        plan.sent(plan.due(start), start);
        plan.refused(0, start + STEP_NANOS);
        assertThat(sendings(plan, start))
                .containsExactly("1 at 10", "2 at 260", "1 at 1010", "2 at 1260", "over at 2260");
    }

    /** The next one has been asked already: it is not asked sooner again. */
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 400_000_000})
    void aLateRefusalChangesNothingForThoseAskedAlready(long start) {
        Stagger plan = new Stagger(2, TWICE, Stagger.DELAY_NANOS, start);
        plan.sent(0, start);
        plan.sent(1, start + 25 * STEP_NANOS);
        plan.refused(0, start + 30 * STEP_NANOS);
        assertThat(sendings(plan, start)).containsExactly("1 at 1250", "over at 2250");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void itIsOverWhenAllHaveRefused(int addresses) {
        Stagger plan = new Stagger(addresses, TWICE, Stagger.DELAY_NANOS, 0);
        for (int i = 0; i < addresses; i++) {
            assertThat(plan.isOver(0)).isFalse();
            assertThat(plan.due(0)).isEqualTo(i);
            plan.sent(i, 0);
            plan.refused(i, 0);
        }
        assertThat(plan.isOver(0)).isTrue();
        assertThat(plan.nanosToNext(0)).isEqualTo(Long.MAX_VALUE);
    }

    private static List<String> sendings(Stagger plan, long start) {
        List<String> sendings = new ArrayList<>();
        long now = start;
        while (!plan.isOver(now)) {
            for (int i = plan.due(now); i >= 0; i = plan.due(now)) {
                sendings.add(i + " at " + (now - start) / 1_000_000);
                plan.sent(i, now);
            }
            long nanos = plan.nanosToNext(now);
            now += Math.min(nanos, STEP_NANOS);
        }
        sendings.add("over at " + (now - start) / 1_000_000);
        return sendings;
    }
}
