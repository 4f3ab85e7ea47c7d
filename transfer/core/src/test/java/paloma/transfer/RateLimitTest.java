package paloma.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.wire.DatagramSizes;

/** A rate that a person has set is a bound on any second, however fast the path is and however slow the rate. */
class RateLimitTest {
    private static final int BYTES = 100_000;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int SEEDS = 12;

    @ParameterizedTest
    @CsvSource({"8_000,1", "8_000,20", "8_000,300", "1_000,5", "64_000,5", "500_000,0"})
    void isReachedAndNotExceeded(String bytesPerSecond, double delayMillis) {
        double rate = number(bytesPerSecond);
        Flow flow = flow(BYTES, Faults.of(100e6, delayMillis), 1);
        OneSecond second = new OneSecond();
        flow.departures = second::left;
        flow.sender.limitRate(rate);
        run(flow, Faults.of(100e6, delayMillis), 1, 400);
        double seconds = flow.doneNanos / 1e9;
        assertThat(second.most).isLessThanOrEqualTo((long) rate);
        assertThat(seconds).isBetween(BYTES / rate * 0.9, BYTES / rate * 1.6 + 3);
        flow.release();
    }

    /** Loss, reordering, silence and small files: whatever makes a sender say more than the file. */
    @ParameterizedTest
    @ValueSource(
            strings = {"1_000", "1_500", "3_000", "8_000", "16_000", "30_000", "125_000", "1_250_000", "12_500_000"})
    void boundsAnySecondOnAnyPath(String bytesPerSecond) {
        double rate = number(bytesPerSecond);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int size = (int) Math.min(3_000_000, rate * 20 * random.nextDouble());
            Faults faults = faults(random);
            Flow flow = flow(size, faults, seed);
            OneSecond second = new OneSecond();
            flow.departures = second::left;
            flow.sender.limitRate(rate);
            run(flow, faults, seed, 2_000);
            assertThat(second.most)
                    .as("seed %d of %d bytes", seed, size)
                    .isPositive()
                    .isLessThanOrEqualTo((long) rate);
            flow.release();
        }
    }

    @Test
    void isSharedByAllThatSendUnderIt() {
        RateLimit limit = RateLimit.of(10_000);
        assertThat(limit.isOpen(1_400, 0)).isTrue();
        limit.sent(9_000, 0);
        assertThat(limit.isOpen(1_400, 0)).isFalse();
        assertThat(limit.isOpen(500, 0)).isTrue();
        assertThat(limit.openNanos(1_400, 0)).isBetween(SECOND_NANOS, SECOND_NANOS + 30_000_000);
        assertThat(limit.isOpen(1_400, limit.openNanos(1_400, 0))).isTrue();
    }

    @Test
    void letsALoneDatagramLeaveThatNoSecondHasRoomFor() {
        RateLimit limit = RateLimit.of(1_000);
        assertThat(limit.isOpen(1_200, 0)).isTrue();
        limit.sent(1_200, 0);
        assertThat(limit.isOpen(100, SECOND_NANOS / 2)).isFalse();
        assertThat(limit.isOpen(1_200, 2 * SECOND_NANOS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE - 10_000_000_000L})
    void countsFromWhereverTheClockBegins(long startNanos) {
        RateLimit limit = RateLimit.of(5_000);
        limit.sent(4_500, startNanos);
        assertThat(limit.isOpen(1_000, startNanos + SECOND_NANOS / 2)).isFalse();
        assertThat(limit.isOpen(1_000, startNanos + 2 * SECOND_NANOS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1_000, 300, 500", "8_000, 1_400, 1_472", "1_250_000, 65_507, 200_000"})
    void tellsADatagramSizeOfWhichSeveralFitIntoASecond(String bytesPerSecond, String least, String most) {
        assertThat(RateLimit.of(number(bytesPerSecond)).datagramBytes()).isBetween(number(least), number(most));
    }

    private static Faults faults(Random random) {
        Faults faults =
                Faults.of(random.nextBoolean() ? 0 : 1e6 * (1 + random.nextInt(200)), 100 * random.nextDouble());
        if (random.nextBoolean()) {
            faults = faults.loss(15 * random.nextDouble());
        }
        return random.nextInt(3) == 0 ? faults.jitter(20 * random.nextDouble()) : faults;
    }

    private static int number(String text) {
        return Integer.parseInt(text.replace("_", ""));
    }

    private static void run(Flow flow, Faults faults, int seed, double seconds) {
        new Run(flow.there(), flow.back(), List.of(flow)).forSeconds(seconds);
        assertThat(flow.isDone()).as("seed %d", seed).isTrue();
    }

    private static Flow flow(int size, Faults faults, int seed) {
        return new Flow(
                TestFile.random(new Random(seed), size),
                new byte[size],
                List.of(),
                new SimulatedLink(faults, seed),
                new SimulatedLink(faults, ~seed),
                CongestionControl.model(DatagramSizes.ETHERNET_BYTES),
                1_000_000,
                4,
                0);
    }

    /** The most bytes that left in a second, headers of IPv6 and UDP included. */
    private static final class OneSecond {
        private record Left(long nanos, int bytes) {}

        private final Deque<Left> last = new ArrayDeque<>();
        private long sum;
        private long most;

        private void left(long nanos, int payloadBytes) {
            last.add(new Left(nanos, payloadBytes + RateLimit.HEADERS_BYTES));
            sum += payloadBytes + RateLimit.HEADERS_BYTES;
            while (nanos - last.peek().nanos >= SECOND_NANOS) {
                sum -= last.remove().bytes;
            }
            most = Math.max(most, sum);
        }
    }
}
