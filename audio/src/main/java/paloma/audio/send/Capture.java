package paloma.audio.send;

import java.io.IOException;
import paloma.audio.program.Lifetime;
import paloma.audio.source.Source;

/** The thread that reads the source, which may block it. */
public final class Capture extends Thread {
    private final Source source;
    private final ChunkQueue queue;
    private final int chunkFrames;
    private final Runnable arrived;
    private final Lifetime lifetime;
    private volatile boolean stopped;
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
    }

    @Override
    public void run() {
        try {
            readUntilItEnds();
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
        } catch (IOException e) {
            failure = stopped ? null : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
            if (frames > 0) {
                queue.put(samples, frames);
                arrived.run();
            }
            if (frames < chunkFrames) {
                return;
            }
        }
    }

    /** Fills a chunk; returns fewer frames only at the end. */
    private int readChunk(short[] samples) throws IOException {
        int frames = source.read(samples, chunkFrames);
        int channels = source.format().channels();
        while (frames > 0 && frames < chunkFrames) {
            short[] rest = new short[(chunkFrames - frames) * channels];
            int more = source.read(rest, chunkFrames - frames);
            if (more <= 0) {
                return frames;
            }
            System.arraycopy(rest, 0, samples, frames * channels, more * channels);
            frames += more;
        }
        return frames;
    }
}
