package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateWatchTest {
    private static final int FRAMES = 256;

    private final RateWatch watch = new RateWatch(44_100);

    /** Returns after how many seconds another rate is seen, or -1. */
    private double seenAfter(double seconds, double rate, int burst, long jitterNanos, long base, long seed) {
        Random random = new Random(seed);
        long last = base;
        for (int i = 0; i * FRAMES < seconds * rate; i++) {
            long due = base + Math.round(i / burst * burst * FRAMES * 1e9 / rate);
            long arrives = due + (jitterNanos == 0 ? 0 : (long) (-Math.log(1 - random.nextDouble()) * jitterNanos / 4));
            last = last - arrives > 0 ? last : arrives;
            watch.saw(FRAMES, last);
            if (watch.isOther()) {
                return i * FRAMES / rate;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @CsvSource({
        "48000, 1, 0, 0", "48000, 4, 5000000, 2500000000000", "48000, 1, 40000000, -77",
                "32000, 1, 10000000, 9223372036854775000",
        "96000, 1, 5000000, 5", "22050, 1, 5000000, 5", "88200, 32, 5000000, 0", "8000, 1, 0, 0"
    })
    void seesAnotherRateWithinSomeSeconds(int rate, int burst, long jitterNanos, long base) {
        for (long seed = 0; seed < 10; seed++) {
            RateWatchTest fresh = new RateWatchTest();
            assertThat(fresh.seenAfter(20, rate, burst, jitterNanos, base, seed))
                    .isBetween(2.0, 6.5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 1, 0",
        "44100, 4, 20000000",
        "44105, 1, 40000000",
        "44000, 16, 40000000",
        "44100, 64, 100000000",
        "44200, 1, 200000000"
    })
    void seesNoneInClocksThatAreOffAndNetworksThatAreBad(double rate, int burst, long jitterNanos) {
        for (long seed = 0; seed < 10; seed++) {
            RateWatchTest fresh = new RateWatchTest();
            assertThat(fresh.seenAfter(120, rate, burst, jitterNanos, 3L * seed, seed))
                    .isEqualTo(-1);
        }
    }

    /** What a network has held up comes at any rate, but not for long at one that is usual. */
    @ParameterizedTest
    @ValueSource(longs = {500, 1_000, 3_000})
    void seesNoneInABacklogThatIsCaughtUpWith(long heldMillis) {
        for (double faster = 1.02; faster < 10; faster *= 1.07) {
            RateWatch fresh = new RateWatch(44_100);
            long now = 0;
            for (int i = 0; i < 172 * 60; i++) {
                long due = Math.round(i * FRAMES * 1e9 / 44_100);
                boolean held = i > 1_000 && due < 1_000 * FRAMES * 1e9 / 44_100 + heldMillis * 1e6;
                long arrives = held ? Math.round(1_000 * FRAMES * 1e9 / 44_100 + heldMillis * 1e6) : due;
                now = Math.max(arrives, now + Math.round(FRAMES * 1e9 / 44_100 / faster));
                fresh.saw(FRAMES, now);
                boolean isShort = heldMillis / 1e3 / (faster - 1) < 2.5;
                assertThat(fresh.isOther() && isShort)
                        .as(faster + " times as fast")
                        .isFalse();
            }
        }
    }

    @Test
    void seesNoneInAFileThatIsSentAtOnce() {
        assertThat(seenAfter(600, 44_100 * 37.0, 1, 0, 0, 1)).isEqualTo(-1);
    }

    @Test
    void beginsAnewAfterAPause() {
        assertThat(seenAfter(2, 48_000, 1, 0, 0, 1)).isEqualTo(-1);
        watch.saw(0, 60_000_000_000L);
        assertThat(seenAfter(2, 48_000, 1, 0, 60_000_000_001L, 1)).isEqualTo(-1);
    }
}
