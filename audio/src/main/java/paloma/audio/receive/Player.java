package paloma.audio.receive;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import paloma.audio.sink.Sink;

/** The thread that plays: pulls a block, writes it, and is paced by the sink. */
final class Player extends Thread {
    private static final int BLOCKS_A_SECOND = 200;

    private final Sink sink;
    private final Supplier<Reception.Source> source;
    private final Runnable broken;
    private final SinkClock clock;
    private final int blockFrames;
    private final short[] block;
    private final Recent recent;
    private volatile boolean stopped;
    private volatile IOException failure;

    /** @param broken runs when the sink can take no more */
    Player(Sink sink, Supplier<Reception.Source> source, Recent recent, Runnable broken) {
        super("player");
        setDaemon(true);
        this.sink = sink;
        this.source = source;
        this.recent = recent;
        this.broken = broken;
        this.clock = new SinkClock(sink.format().rate());
        this.blockFrames = longestPull(sink.format().rate());
        this.block = new short[blockFrames * sink.format().channels()];
    }

    static int longestPull(int rate) {
        return rate / BLOCKS_A_SECOND;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                playBlock();
            }
        } catch (IOException e) {
            failure = e;
            broken.run();
        }
    }

    /** Gives what ended it before it was stopped, or null. */
    IOException failure() {
        return stopped ? null : failure;
    }

    void end() throws InterruptedException {
        stopped = true;
        join(1_000);
    }

    private void playBlock() throws IOException {
        long sounds = clock.soundNanos(System.nanoTime(), sink.queuedFrames());
        Reception.Source present = source.get();
        if (present == null) {
            Arrays.fill(block, (short) 0);
        } else {
            present.stream().pull(block, blockFrames, sounds);
        }
        recent.add(block);
        sink.write(block, blockFrames);
        clock.written(blockFrames);
    }
}
