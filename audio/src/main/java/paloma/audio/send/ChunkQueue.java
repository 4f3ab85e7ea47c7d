package paloma.audio.send;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/** A bounded queue of what was captured and has not left; its {@link Backlog} decides what waits and what is dropped. */
public final class ChunkQueue {
    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private final Backlog backlog;
    private final LongSupplier clock;
    private long dropped;
    private long droppedFrames;
    private boolean ended;
    private int skipped;

    /**
     * @param samples owned by whoever polls
     * @param skipped frames before it whose time passed while nothing could be sent
     */
    record Chunk(short[] samples, int frames, int skipped) {}

    ChunkQueue(Backlog backlog, LongSupplier clock) {
        this.backlog = backlog;
        this.clock = clock;
    }

    /** Returns a queue that keeps everything, so that whoever puts has to wait. */
    public static ChunkQueue ofFile() {
        return new ChunkQueue(new FileBacklog(), System::nanoTime);
    }

    synchronized void put(short[] samples, int frames) throws InterruptedException {
        while (!ended && !hasRoom()) {
            wait();
        }
        if (ended) {
            return;
        }
        chunks.add(new Chunk(samples, frames, 0));
        backlog.added(frames, clock.getAsLong());
        while (!chunks.isEmpty()
                && backlog.isTooOld(chunks.size(), chunks.element().frames())) {
            skipped += backlog.leavesGaps() ? chunks.element().frames() : 0;
            droppedFrames += chunks.remove().frames();
            dropped++;
        }
    }

    synchronized boolean hasRoom() {
        return backlog.hasRoom(chunks.size(), clock.getAsLong());
    }

    /** Called when sending begins: what a live source has delivered before is discarded, as a microphone's is. */
    synchronized void begin() {
        while (backlog.pacing() == Pacing.LIVE_PIPE && !chunks.isEmpty()) {
            backlog.taken(chunks.remove().frames());
        }
        dropped = 0;
        droppedFrames = 0;
        skipped = 0;
    }

    /** Returns the next, or null; never waits. */
    synchronized Chunk poll() {
        Chunk chunk = chunks.poll();
        if (chunks.size() <= Backlog.CAPACITY / 2) { // else a file would be read chunk by chunk, each a wake
            notifyAll();
        }
        if (chunk == null) {
            return null;
        }
        backlog.taken(chunk.frames());
        int before = skipped;
        skipped = 0;
        return before == 0 ? chunk : new Chunk(chunk.samples(), chunk.frames(), before);
    }

    synchronized Pacing pacing() {
        return backlog.pacing();
    }

    /** Called when no more will be put. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized boolean isOver() {
        return ended && chunks.isEmpty();
    }

    synchronized int size() {
        return chunks.size();
    }

    /** Returns how many chunks were dropped. */
    synchronized long dropped() {
        return dropped;
    }

    /** Returns how many frames were dropped. */
    synchronized long droppedFrames() {
        return droppedFrames;
    }
}
