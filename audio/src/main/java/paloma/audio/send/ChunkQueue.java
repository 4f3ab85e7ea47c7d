package paloma.audio.send;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A bounded queue of what was captured and has not left. If it is full, a microphone's oldest chunk is dropped, and a file
 * waits.
 */
public final class ChunkQueue {
    /** In chunks: 186 ms of the usual size; what is older is too late to be worth sending. */
    static final int CAPACITY = 8;

    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private final boolean dropsOldest;
    private long dropped;
    private boolean ended;
    private int skipped;

    /**
     * @param samples owned by whoever polls
     * @param skipped frames before it that were dropped: their time passes all the same
     */
    record Chunk(short[] samples, int frames, int skipped) {}

    public ChunkQueue(boolean dropsOldest) {
        this.dropsOldest = dropsOldest;
    }

    synchronized void put(short[] samples, int frames) throws InterruptedException {
        while (!dropsOldest && chunks.size() >= CAPACITY && !ended) {
            wait();
        }
        if (ended) {
            return;
        }
        if (chunks.size() >= CAPACITY) {
            skipped += chunks.remove().frames();
            dropped++;
        }
        chunks.add(new Chunk(samples, frames, 0));
    }

    /** Returns the next, or null; never waits. */
    synchronized Chunk poll() {
        Chunk chunk = chunks.poll();
        notifyAll();
        if (chunk == null || skipped == 0) {
            return chunk;
        }
        int before = skipped;
        skipped = 0;
        return new Chunk(chunk.samples(), chunk.frames(), before);
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

    synchronized long dropped() {
        return dropped;
    }
}
