package paloma.audio.sink;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.PcmFormat;

class PositionWatchTest {
    private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
    private static final long TURN = MILLISECONDS.toNanos(23);

    private final PositionWatch watch = new PositionWatch(FORMAT);
    private long now;
    private double position;

    @ParameterizedTest
    @ValueSource(ints = {-300, 0, 300})
    void takesADayOfAnotherClockForWhatItIs(int perMillion) {
        play(HOURS.toNanos(24), 1 + perMillion / 1e6);

        assertThat(watch.swallowedFrames()).isZero();
    }

    @Test
    void countsWhatIsSwallowedAtOnce() {
        play(SECONDS.toNanos(10), 1);
        position += FORMAT.rate() / 2;
        play(SECONDS.toNanos(10), 1);

        assertThat(watch.swallowedFrames()).isBetween(21_000L, 22_100L);
    }

    @Test
    void countsWhatIsSwallowedBitByBit() {
        play(SECONDS.toNanos(2), 1.5);

        assertThat(watch.swallowedFrames()).isBetween(40_000L, 44_100L);
    }

    @Test
    void takesStandingStillForRunningEmpty() {
        for (int i = 0; i < 100; i++) {
            play(SECONDS.toNanos(1), 1);
            now += MILLISECONDS.toNanos(500);
        }

        assertThat(watch.swallowedFrames()).isZero();
    }

    @Test
    void takesStepsForSteps() {
        for (long nanos = 0; nanos < SECONDS.toNanos(60); nanos += MILLISECONDS.toNanos(5)) {
            watch.saw(FORMAT.framesIn(nanos - nanos % MILLISECONDS.toNanos(25)), nanos);
        }

        assertThat(watch.swallowedFrames()).isZero();
    }

    private void play(long nanos, double speed) {
        for (long until = now + nanos; now < until; now += TURN) {
            watch.saw((long) position, now);
            position += FORMAT.rate() * (TURN / 1e9) * speed;
        }
    }
}
