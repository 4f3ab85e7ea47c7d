package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsedCookiesTest {
    private static final long GENERATION = UsedCookies.GENERATION_MILLIS;

    /** All that is admitted in one generation: 1,200 a second, and what may come at once. */
    private static final int ALL = (int) (1_200 * GENERATION / 1_000 + 300);

    private final UsedCookies used = new UsedCookies();
    private final Random random = new Random(7);

    @Test
    void aGenerationIsLongerThanACookieMayBeFresh() {
        assertThat(GENERATION).isGreaterThan(Cookies.GOOD_MILLIS + Cookies.SKEW_MILLIS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_795_334_504_007L, -1})
    void forgetNoneUnderTheLargestLoadAndTakeOneInTwoThousandForAnother(long millis) {
        byte[][] all = new byte[ALL][];
        int taken = 0;
        for (int i = 0; i < ALL; i++) {
            all[i] = mac();
            taken += used.add(millis, all[i]) ? 0 : 1;
        }
        assertThat(taken).as("taken for others while they were added").isLessThan(ALL / 2_000);
        for (byte[] one : all) {
            assertThat(used.contains(millis, one)).isTrue();
        }
        int hits = 0;
        for (int i = 0; i < 200_000; i++) {
            hits += used.contains(millis, mac()) ? 1 : 0;
        }
        assertThat(hits).isBetween(1, 200_000 / 2_000);
    }

    @Test
    void rememberThisGenerationAndTheOneBefore() {
        byte[] first = mac();
        used.add(0, first);
        byte[] second = mac();
        used.add(GENERATION, second);
        assertThat(used.contains(0, first)).isTrue();
        assertThat(used.contains(GENERATION, second)).isTrue();
        assertThat(used.contains(0, second)).as("filed by its own time").isFalse();
        used.add(2 * GENERATION, mac());
        assertThat(used.contains(GENERATION, second)).isTrue();
        assertThat(used.contains(0, first)).as("too old to be fresh").isFalse();
        assertThat(used.contains(2 * GENERATION, first)).isFalse();
    }

    /** As good as none: else all cookies would be refused until the clock has caught up. */
    @Test
    void beginAnewWhereTheClockIsSetBack() {
        byte[] mac = mac();
        used.add(100 * GENERATION, mac);
        assertThat(used.add(98 * GENERATION, mac)).isTrue();
        assertThat(used.add(98 * GENERATION, mac)).isFalse();
    }

    @Test
    void areAddedByOneThreadEach() {
        byte[][] all = IntStream.range(0, 1_000).mapToObj(i -> mac()).toArray(byte[][]::new);
        AtomicInteger first = new AtomicInteger();
        IntStream.range(0, 8 * all.length)
                .parallel()
                .forEach(i -> first.addAndGet(used.add(0, all[i % all.length]) ? 1 : 0));
        assertThat(first.get()).isEqualTo(all.length);
    }

    private byte[] mac() {
        byte[] mac = new byte[12];
        random.nextBytes(mac);
        return mac;
    }
}
