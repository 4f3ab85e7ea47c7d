package paloma.audio.pcm;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Stands in for a speaker's clock: each frame is due a fixed time after the first, so that waking late costs
 * nothing in the long run. A writer that is late by less than {@link #LATE_NANOS} catches up, as a speaker's buffer allows;
 * after more, as when the machine slept, the clock starts anew and nothing is rushed.
 */
public final class Metronome {
    static final long LATE_NANOS = SECONDS.toNanos(1);

    private final PcmFormat format;
    private final LongSupplier clock;
    private final LongConsumer park;
    private long beginNanos;
    private long frames;

    public Metronome(PcmFormat format) {
        this(format, System::nanoTime, LockSupport::parkNanos);
    }

    /** @param park waits for a number of nanoseconds, perhaps less */
    public Metronome(PcmFormat format, LongSupplier clock, LongConsumer park) {
        this.format = format;
        this.clock = clock;
        this.park = park;
    }

    /** Waits until {@code more} frames, which begin when the ones before them end, have sounded. */
    public void pass(int more) throws InterruptedIOException {
        startIfIdle();
        frames += more;
        for (long left = dueNanos() - clock.getAsLong(); left > 0; left = dueNanos() - clock.getAsLong()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while playing");
            }
            park.accept(left);
        }
    }

    /** Returns how many of the frames passed in have not sounded yet. */
    public int queuedFrames() {
        long left = dueNanos() - clock.getAsLong();
        return frames == 0 || left <= 0 ? 0 : (int) format.framesIn(left);
    }

    private void startIfIdle() {
        long now = clock.getAsLong();
        if (frames == 0 || now - dueNanos() > LATE_NANOS) {
            beginNanos = now;
            frames = 0;
        }
    }

    private long dueNanos() {
        return beginNanos + format.nanos(frames);
    }
}
