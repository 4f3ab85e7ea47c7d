package paloma.audio.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datagrams of 1,024 frames whose samples say where they belong. */
class UnnumberedTest {
    private static final int RATE = 44_100;
    private static final int FRAMES = 1_024;
    private static final double PACKET_NANOS = FRAMES * 1e9 / RATE;
    private static final int PACKETS = 2_500;

    private final Unnumbered unnumbered = new Unnumbered(RATE);
    private final DelayEstimate delays = new DelayEstimate();
    private int right;
    private int placed;
    private long lastOff;

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "0.05, 0, 0.995", "0.05, 5, 0.97", "0.01, 3, 0.99", "0, 8, 0.97"})
    void findsThePlacesOfWhatWasNotLost(double loss, double jitterMillis, double least) {
        Random random = new Random(9);
        long last = 0;
        for (int k = 0; k < PACKETS; k++) {
            long arrival =
                    (long) (1e9 + k * PACKET_NANOS + Math.max(0, 20 + jitterMillis * random.nextGaussian()) * 1e6);
            last = Math.max(last, arrival);
            if (random.nextDouble() >= loss) {
                arrive(k, last);
            }
        }
        assertThat(right / (double) placed).isGreaterThanOrEqualTo(least);
        assertThat(Math.abs(lastOff)).isLessThanOrEqualTo(1);
    }

    @Test
    void losesNothingWhenTheNetworkStandsStill() {
        for (int k = 0; k < PACKETS; k++) {
            long due = (long) (1e9 + k * PACKET_NANOS);
            long stillUntil = (long) (1e9 + 1_006 * PACKET_NANOS);
            arrive(k, k > 1_000 && due < stillUntil ? stillUntil + k : due);
        }
        assertThat(right).isEqualTo(PACKETS);
    }

    @Test
    void takesWhatComesAllAtOnceAsItComes() {
        for (int k = 0; k < 100; k++) {
            arrive(k, 1_000_000_000L + k * 10_000L);
        }
        assertThat(right).isEqualTo(100);
    }

    @Test
    void holdsBackNoMoreThanItMay() {
        arrive(0, 1_000_000_000L);
        for (int k = 1; k < 100; k++) {
            arrive(k, 9_000_000_000L + k);
        }
        assertThat(placed).isGreaterThan(80);
    }

    /** By a clock that wraps around a second later. */
    private void arrive(int index, long at) {
        long now = Long.MAX_VALUE - 2_000_000_000L + at;
        short[] samples = new short[2 * FRAMES];
        samples[0] = (short) index;
        unnumbered.add(samples, FRAMES, 2, now, delays, (position, sound, frames, arrival) -> {
            delays.add(Math.round(position * (1e9 / RATE)), arrival, false);
            lastOff = position / FRAMES - sound[0];
            right += lastOff == 0 ? 1 : 0;
            placed++;
        });
    }
}
