package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesUpToHalfAMinuteAndSpreads() {
        for (int seed = 0; seed < 200; seed++) {
            Backoff backoff = new Backoff(new Random(seed));
            for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
                long upToNanos = TimeUnit.SECONDS.toNanos(seconds);
                assertThat(backoff.nextNanos()).isBetween(upToNanos / 2, upToNanos);
            }
            backoff.reset();
            assertThat(backoff.nextNanos()).isLessThanOrEqualTo(Backoff.FIRST_NANOS);
        }
        assertThat(new Backoff(new Random(1)).nextNanos()).isNotEqualTo(new Backoff(new Random(2)).nextNanos());
    }
}
