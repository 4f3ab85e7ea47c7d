package paloma.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptTableTest {
    private final AttemptTable table = new AttemptTable();

    /** Clocks begin anywhere, below 0 too; and the minute has 16 bits. */
    @ParameterizedTest
    @ValueSource(longs = {0, -2, 65_535, -65_537, 1L << 40})
    void keepsWhatItNotedForThreeMinutesAndNoLonger(long minute) {
        assertThat(table.note(7, minute)).isTrue();
        assertThat(table.note(7, minute)).as("again").isFalse();
        for (int age = 0; age < 3; age++) {
            assertThat(table.has(7, minute + age)).isTrue();
            assertThat(table.ageMinutes(7, minute + age)).isEqualTo(age);
            assertThat(table.note(7, minute + age)).isFalse();
        }
        assertThat(table.has(7, minute + 3)).isFalse();
        assertThat(table.note(7, minute + 3)).as("anew").isTrue();
    }

    @Test
    void knowsWhatAnotherThreadNotedInAMinuteThatIsToCome() {
        table.note(7, 101);
        assertThat(table.has(7, 100)).isTrue();
        assertThat(table.note(7, 100)).isFalse();
    }

    @Test
    void countsUpTo255() {
        assertThat(table.count(7, 1)).isZero();
        assertThat(table.raise(7, 1)).as("what is not there has no more").isEqualTo(255);
        table.note(7, 1);
        for (int i = 1; i <= 300; i++) {
            assertThat(table.raise(7, 1)).isEqualTo(Math.min(i, 255));
        }
        assertThat(table.count(7, 2)).isEqualTo(255);
        assertThat(table.ageMinutes(7, 2)).as("the minute beside it").isEqualTo(1);
    }

    @Test
    void forgets() {
        table.note(7, 1);
        table.note(8, 1);
        table.forget(7);
        table.forget(9);
        assertThat(table.has(7, 2)).isFalse();
        assertThat(table.has(8, 2)).isTrue();
    }

    /** As many as may be told in three minutes and as many as all their sources; then a flood of ten times as many. */
    @Test
    void pushesNobodyOutHoweverManyCome() {
        Random random = new Random(17);
        long[] first = random.longs(100_000).filter(hash -> table.note(hash, 1)).toArray();
        assertThat(first).hasSizeGreaterThan(99_000);
        random.longs(3_000_000).forEach(hash -> table.note(hash, 2));
        for (long hash : first) {
            assertThat(table.has(hash, 3)).isTrue();
        }
        assertThat(random.longs(1_000).filter(hash -> table.note(hash, 3)).count())
                .as("full: nobody is told anything")
                .isLessThan(5);
        assertThat(random.longs(1_000).filter(hash -> table.note(hash, 5)).count())
                .as("all of it is over")
                .isEqualTo(1_000);
    }
}
