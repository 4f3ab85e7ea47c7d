package paloma.audio.receive;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device of 44.1 kHz that holds 60 ms, and a thread that writes 10 ms whenever there is room. */
class SinkClockTest {
    private static final int RATE = 44_100;
    private static final int BLOCK = 441;
    private static final int FULL = 6 * BLOCK;
    private static final long BLOCK_NANOS = MILLISECONDS.toNanos(10);
    private static final long STEP_NANOS = MILLISECONDS.toNanos(2);

    private final SinkClock clock = new SinkClock(RATE);
    private final Random random = new Random(1);
    private long now = -SECONDS.toNanos(4);
    private long soundsNanos = now + 6 * BLOCK_NANOS;

    @ParameterizedTest
    @ValueSource(longs = {0, 100_000_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE - 5_000_000_000L})
    void isNotMovedByAThreadThatWakesLate(long base) {
        begin(base);
        for (int i = 0; i < 2_000; i++) {
            // A twentieth of the writes is seen up to 9 ms late: before the queue is looked at, after the clock was.
            long late = random.nextInt(20) == 0 ? random.nextInt(9_000_000) : 0;
            assertThat(write(late) - soundsNanos).isBetween(-1_000L, 1_000L);
            turn();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 100, 300, 450, 800})
    void knowsSoonThatTheDeviceStoodStill(int millis) {
        playFor(SECONDS.toNanos(3));
        long still = MILLISECONDS.toNanos(millis);
        now += still;
        soundsNanos += still;
        playFor(MILLISECONDS.toNanos(1_300));

        assertThat(write(0) - soundsNanos).isBetween(-STEP_NANOS, STEP_NANOS);
    }

    private void begin(long base) {
        now = base;
        soundsNanos = base + 6 * BLOCK_NANOS;
    }

    private void playFor(long nanos) {
        for (long left = nanos; left > 0; left -= BLOCK_NANOS) {
            write(0);
            turn();
        }
    }

    /** Returns when the clock believes that the next block sounds. */
    private long write(long lateNanos) {
        long believed = clock.soundNanos(now + lateNanos, FULL);
        clock.written(BLOCK);
        return believed;
    }

    private void turn() {
        now += BLOCK_NANOS;
        soundsNanos += BLOCK_NANOS;
    }
}
