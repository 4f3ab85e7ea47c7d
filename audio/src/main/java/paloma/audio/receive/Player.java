package paloma.audio.receive;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.SoundTap;
import paloma.audio.program.Lifetime;
import paloma.audio.program.Progress;
import paloma.audio.sink.Sink;

/** The playing thread: pulls a block, writes it, and is paced by the sink. */
public final class Player extends Thread {
    /** Up to this fixed latency a repair may arrive at the last moment, so little is pulled at once. */
    private static final long HASTE_NANOS = 80_000_000;

    /** From this latency on there is time for large blocks, which cost less. */
    private static final long LEISURE_NANOS = 120_000_000;

    /** Blocks a second: of 2.5, 5 and 10 ms. */
    private static final int BLOCKS_IN_HASTE = 400;

    private static final int BLOCKS = 200;
    private static final int BLOCKS_AT_LEISURE = 100;

    private static final long END_MILLIS = 1_000;

    private final Sink sink;
    private final Supplier<RtpReceiver.Source> source;
    private final Lifetime lifetime;
    private final SinkClock clock;
    private final int blockFrames;
    private final short[] block;
    private final Gain gain;
    private final Recent recent;
    private final SoundTap tap;
    private volatile boolean stopped;
    private volatile boolean abandoned;
    private volatile long blocks;
    private IOException failure;
    private final Progress progress = new Progress(0, 0);
    private boolean wasStuck;

    /** @param lifetime ended when the sink takes no more, such as a pipe that was closed */
    Player(
            Sink sink,
            Depth depth,
            Supplier<RtpReceiver.Source> source,
            Gain gain,
            Recent recent,
            SoundTap tap,
            Lifetime lifetime) {
        super("player");
        setDaemon(true);
        this.sink = sink;
        this.source = source;
        this.gain = gain;
        this.recent = recent;
        this.tap = tap;
        this.lifetime = lifetime;
        this.clock = new SinkClock(sink.format().rate());
        this.blockFrames = blockFrames(sink.format().rate(), depth);
        this.block = new short[blockFrames * sink.format().channels()];
    }

    /** Returns how many frames are pulled at once: 2.5, 5 or 10 ms. */
    public static int blockFrames(int rate, Depth depth) {
        if (depth.isFixed() && depth.leastNanos() < HASTE_NANOS) {
            return rate / BLOCKS_IN_HASTE;
        }
        return depth.leastNanos() >= LEISURE_NANOS ? rate / BLOCKS_AT_LEISURE : rate / BLOCKS;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                playBlock();
            }
        } catch (IOException e) {
            if (!abandoned) {
                fail(e);
            }
        } catch (Throwable bug) {
            if (!abandoned) {
                lifetime.breakOff(bug);
            }
        }
    }

    private synchronized void fail(IOException cause) {
        failure = failure == null ? cause : failure;
        lifetime.end();
    }

    /** Returns why not all that was played has reached the sink, or null. */
    synchronized IOException failure() {
        return failure;
    }

    /** Returns a sentence on how much has reached it; after {@link #end}. */
    String kept() {
        return sink.kept();
    }

    /** Called four times a second: a device that takes nothing is gone, and what waits for a reader is said to. */
    void look(long now) {
        boolean isStuck = progress.isStuck(blocks, now);
        if (isStuck && !sink.mayWait()) {
            abandoned = true;
            fail(new IOException("the speaker plays nothing any more; choose another or restart the sound system"));
        } else if (isStuck && !wasStuck) {
            lifetime.notices().add("The sink takes nothing; until it does, nothing is played.");
        }
        wasStuck = isStuck;
    }

    /** Returns how much sound the sink accepted and never played. */
    double swallowedMillis() {
        return sink.swallowedFrames() * 1e3 / sink.format().rate();
    }

    /** Ends it and closes the sink; does nothing the second time. */
    void end() throws InterruptedException {
        stopped = true;
        if (!abandoned) {
            join(END_MILLIS);
        }
        if (isAlive() && !abandoned) {
            abandoned = true;
            fail(new IOException("it takes nothing, so what was to be played last is lost"));
        }
        try {
            sink.close();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void playBlock() throws IOException {
        long now = System.nanoTime();
        long sounds = clock.soundNanos(now, sink.queuedFrames());
        RtpReceiver.Source present = source.get();
        if (present == null) {
            Arrays.fill(block, (short) 0);
        } else {
            present.stream().pull(block, blockFrames, now, sounds);
        }
        gain.apply(block, blockFrames);
        recent.add(block);
        tap.add(block, 0, blockFrames);
        sink.write(block, blockFrames);
        clock.written(blockFrames);
        blocks++;
    }
}
