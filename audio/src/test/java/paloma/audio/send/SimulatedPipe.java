package paloma.audio.send;

import java.util.function.LongUnaryOperator;
import paloma.audio.pcm.PcmFormat;

/**
 * A pipe from whoever writes to it to packets, with a clock that is turned by hand. Each frame carries its number, and it is
 * known when the writer had it, so that it shows how late it leaves.
 */
final class SimulatedPipe {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    private static final int CHUNK = 1_024;
    private static final int PACKET = 256;

    private final PcmFormat format;
    private final long base;
    private final ChunkQueue queue;
    private final Pace pace;
    private final LongUnaryOperator written;
    private final LongUnaryOperator captured;
    private long nanos;
    private long read;
    private ChunkQueue.Chunk chunk;
    private int chunkFrom;
    private boolean waited;
    private long next;
    private long sent;
    private long paused;
    private long lateNanos;
    private long mostLateNanos;
    private long leastLateNanos;

    /**
     * @param base what the clock shows at the beginning
     * @param written how many frames the writer has tried to write at a time since the beginning
     * @param captured at which time since the beginning the writer had a frame
     */
    SimulatedPipe(PcmFormat format, Backlog backlog, long base, LongUnaryOperator written, LongUnaryOperator captured) {
        this.format = format;
        this.base = base;
        this.queue = new ChunkQueue(backlog, () -> base + nanos);
        this.pace = new Pace(format.rate());
        this.written = written;
        this.captured = captured;
    }

    /** Runs for so long, with all timers late by up to a millisecond, and forgets how late frames were before. */
    SimulatedPipe run(double seconds) throws InterruptedException {
        mostLateNanos = Long.MIN_VALUE;
        leastLateNanos = Long.MAX_VALUE;
        for (long end = nanos + (long) (seconds * SECOND); nanos < end; nanos += MILLI) {
            fill();
            drain();
        }
        return this;
    }

    /** Only reads for so long, and then begins to send. */
    SimulatedPipe warmUp(double seconds) throws InterruptedException {
        for (long end = nanos + (long) (seconds * SECOND); nanos < end; nanos += MILLI) {
            fill();
        }
        queue.begin();
        next = -1;
        return this;
    }

    private void fill() throws InterruptedException {
        while (written.applyAsLong(nanos) - read >= CHUNK && queue.hasRoom()) {
            short[] samples = new short[CHUNK * format.channels()];
            for (int i = 0; i < CHUNK; i += PACKET) {
                samples[i * format.channels()] = (short) (read + i >> 8);
                samples[(i + 1) * format.channels()] = (short) (read + i >> 24);
            }
            queue.put(samples, CHUNK);
            read += CHUNK;
        }
    }

    private void drain() {
        while (true) {
            if (chunk == null) {
                chunk = queue.poll();
                chunkFrom = 0;
            }
            if (chunk == null) {
                waited = true;
                return;
            }
            if (pace.due(queue.pacing(), waited, base + nanos) - base - nanos > 0) {
                waited = false;
                return;
            }
            waited = false;
            send();
        }
    }

    private void send() {
        int low = chunk.samples()[chunkFrom * format.channels()] & 0xFFFF;
        int high = chunk.samples()[(chunkFrom + 1) * format.channels()] & 0xFFFF;
        next = ((long) high << 16 | low) << 8;
        lateNanos = nanos - captured.applyAsLong(next);
        mostLateNanos = Math.max(mostLateNanos, lateNanos);
        leastLateNanos = Math.min(leastLateNanos, lateNanos);
        paused += Math.max(chunkFrom == 0 ? chunk.skipped() : 0, pace.takePausedFrames());
        sent += PACKET;
        pace.sent(queue.pacing(), PACKET);
        chunkFrom += PACKET;
        if (chunkFrom == CHUNK) {
            chunk = null;
        }
    }

    /** Returns how late the last frame left, in milliseconds. */
    double late() {
        return lateNanos / 1e6;
    }

    /** Returns how late the latest frame left since the run began, in milliseconds. */
    double mostLate() {
        return mostLateNanos / 1e6;
    }

    double leastLate() {
        return leastLateNanos / 1e6;
    }

    double droppedMillis() {
        return 1e3 * queue.droppedFrames() / format.rate();
    }

    /** Returns how much of the timestamps are pauses. */
    double pausedMillis() {
        return 1e3 * paused / format.rate();
    }

    double sentMillis() {
        return 1e3 * sent / format.rate();
    }

    /** Returns how many frames were neither sent nor dropped nor wait. */
    long missing() {
        long held = (long) queue.size() * CHUNK + (chunk == null ? 0 : CHUNK - chunkFrom);
        return read - sent - queue.droppedFrames() - held;
    }
}
