package paloma.audio.send;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What was captured and has not left: bounded. A microphone's oldest chunk is dropped when it is full, for late is late; a
 * file waits.
 */
final class ChunkQueue {
    static final int CAPACITY = 8;

    private final Queue<Chunk> chunks = new ArrayDeque<>();
    private final boolean dropsOldest;
    private long dropped;
    private boolean ended;

    /** @param samples are the taker's */
    record Chunk(short[] samples, int frames) {}

    ChunkQueue(boolean dropsOldest) {
        this.dropsOldest = dropsOldest;
    }

    synchronized void put(Chunk chunk) throws InterruptedException {
        while (!dropsOldest && chunks.size() >= CAPACITY && !ended) {
            wait();
        }
        if (ended) {
            return;
        }
        if (chunks.size() >= CAPACITY) {
            chunks.remove();
            dropped++;
        }
        chunks.add(chunk);
    }

    /** Gives the next, or null; never waits. */
    synchronized Chunk poll() {
        Chunk chunk = chunks.poll();
        notifyAll();
        return chunk;
    }

    /** No more will be put. */
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
