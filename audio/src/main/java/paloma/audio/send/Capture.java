package paloma.audio.send;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import paloma.audio.program.Lifetime;
import paloma.audio.program.Progress;
import paloma.audio.source.BrokenSourceException;
import paloma.audio.source.Source;

/** The thread that reads the source, which may block it. */
public final class Capture extends Thread {
    /** A device may take a while before it delivers anything. */
    private static final long FIRST_SOUND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Source source;
    private final ChunkQueue queue;
    private final int chunkFrames;
    private final Runnable arrived;
    private final Lifetime lifetime;
    private final Progress progress;
    private IOException broken;
    private boolean any;
    private volatile boolean stopped;
    private volatile long chunks;
    private volatile IOException failure;

    /** @param arrived runs when there is a chunk, or the end */
    public Capture(Source source, ChunkQueue queue, int chunkFrames, Runnable arrived, Lifetime lifetime) {
        super("capture");
        setDaemon(true);
        this.source = source;
        this.queue = queue;
        this.chunkFrames = chunkFrames;
        this.arrived = arrived;
        this.lifetime = lifetime;
        this.progress = new Progress(FIRST_SOUND_NANOS, source.format().nanos(chunkFrames));
    }

    @Override
    public void run() {
        try {
            readUntilItEnds();
            refuseSilence();
            queue.end();
            arrived.run();
        } catch (Throwable bug) {
            if (!stopped) { // else the source and the loop are closed under this thread
                lifetime.breakOff(bug);
            }
        }
    }

    private void readUntilItEnds() {
        try {
            readAll();
            if (source.isDevice() && !stopped) {
                throw new IOException(
                        "the microphone is gone; plug it in or restart the sound system, and start again");
            }
        } catch (IOException e) {
            failure = stopped ? failure : e; // it is closed under this thread
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called four times a second: a device that delivers nothing is gone. */
    void look(long now) {
        if (source.isDevice() && progress.isStuck(chunks, now)) {
            failure = new IOException(
                    "the microphone delivers nothing any more; choose another or restart the sound system");
            end();
            lifetime.end();
        }
    }

    private void refuseSilence() {
        if (!any && !stopped && failure == null) {
            failure = new BrokenSourceException("The source held no sound, so nothing was sent; check what it is.");
        }
    }

    /** Returns what ended it before the source did, or null. */
    IOException failure() {
        return failure;
    }

    public void end() {
        stopped = true;
        queue.end();
        interrupt();
    }

    private void readAll() throws IOException, InterruptedException {
        while (!stopped) {
            short[] samples = new short[chunkFrames * source.format().channels()];
            int frames = readChunk(samples);
            chunks++;
            if (frames > 0) {
                any = true;
                queue.put(samples, frames);
                arrived.run();
            }
            if (broken != null) {
                throw broken;
            }
            if (frames < chunkFrames) {
                return;
            }
        }
    }

    /** Fills a chunk; returns fewer frames only at the end, and where it breaks what came before. */
    private int readChunk(short[] samples) {
        int channels = source.format().channels();
        int frames = 0;
        try {
            while (frames < chunkFrames) {
                short[] rest = frames == 0 ? samples : new short[(chunkFrames - frames) * channels];
                int more = source.read(rest, chunkFrames - frames);
                if (more <= 0) {
                    return frames;
                }
                System.arraycopy(rest, 0, samples, frames * channels, more * channels);
                frames += more;
            }
        } catch (IOException e) {
            broken = e;
        }
        return frames;
    }
}
