package paloma.transfer.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class NumberGapsTest {
    private final NumberGaps gaps = new NumberGaps();

    @RepeatedTest(50)
    void leavesOutTheFirstAmongTheFirstHundred() {
        assertThat(firstGap(gaps)).isBetween(8L, 99L);
    }

    @Test
    void isNotToBeGuessed() {
        Set<Long> firsts = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            firsts.add(firstGap(new NumberGaps()));
        }
        assertThat(firsts).hasSizeGreaterThan(20);
    }

    @Test
    void leavesOutEverFewerButNeverStops() {
        int early = 0;
        int late = 0;
        for (long number = 0; number < 1_000_000; number++) {
            int gap = gaps.isAt(number) ? 1 : 0;
            early += number < 1_000 ? gap : 0;
            late += number >= 900_000 ? gap : 0;
        }
        assertThat(early).isBetween(2, 20);
        assertThat(late).isBetween(2, 20);
    }

    private static long firstGap(NumberGaps gaps) {
        long number = 0;
        while (!gaps.isAt(number)) {
            number++;
        }
        return number;
    }
}
