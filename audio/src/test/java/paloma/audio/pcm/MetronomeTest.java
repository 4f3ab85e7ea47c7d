package paloma.audio.pcm;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import org.junit.jupiter.api.Test;

class MetronomeTest {
    private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
    private static final int CHUNK = 1_024;

    /** Near the point where nanoTime wraps around, which nobody must notice. */
    private long now = Long.MAX_VALUE - SECONDS.toNanos(1);

    private long overslept;
    private final long begin = now;
    private final Metronome metronome = new Metronome(FORMAT, () -> now, nanos -> now += nanos + overslept);

    @Test
    void waitsUntilWhatWasPassedInHasSounded() throws Exception {
        metronome.pass(CHUNK);

        assertThat(now - begin).isEqualTo(FORMAT.nanos(CHUNK));
        assertThat(metronome.queuedFrames()).isZero();
    }

    @Test
    void doesNotDriftThoughEachWakingIsLate() throws Exception {
        overslept = MILLISECONDS.toNanos(3);

        long frames = passFor(HOURS.toNanos(48));

        assertThat(now - begin - FORMAT.nanos(frames)).isBetween(0L, overslept);
    }

    @Test
    void catchesUpAfterAShortStandstill() throws Exception {
        metronome.pass(CHUNK);
        now += MILLISECONDS.toNanos(500);

        long frames = CHUNK + passFor(SECONDS.toNanos(1));

        assertThat(now - begin).isEqualTo(FORMAT.nanos(frames));
    }

    @Test
    void playsNothingInAHurryAfterALongOne() throws Exception {
        metronome.pass(CHUNK);
        now += HOURS.toNanos(1);
        long awake = now;

        metronome.pass(CHUNK);

        assertThat(now - awake).isEqualTo(FORMAT.nanos(CHUNK));
    }

    @Test
    void tellsWhatHasNotSoundedYet() {
        Metronome hasty = new Metronome(FORMAT, () -> now, nanos -> {
            throw new IllegalStateException("a caller that looks while it waits");
        });

        assertThat(hasty.queuedFrames()).isZero();
        assertThatThrownBy(() -> hasty.pass(CHUNK)).isInstanceOf(IllegalStateException.class);
        assertThat(hasty.queuedFrames()).isBetween(CHUNK - 1, CHUNK);
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> metronome.pass(CHUNK)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private long passFor(long nanos) throws InterruptedIOException {
        long frames = 0;
        for (long until = now + nanos; now - until < 0; frames += CHUNK) {
            metronome.pass(CHUNK);
        }
        return frames;
    }
}
