package paloma.transfer.disk;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Buffers of one chunk, of which there is a bounded number; for any threads. */
public final class ChunkPool {
    private final int limit;
    private final Deque<byte[]> idle = new ArrayDeque<>();
    private final Set<byte[]> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private long refusals;

    /** @param limit the most buffers there are, each of 1 MiB, made when they are first needed */
    public ChunkPool(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a pool of " + limit);
        }
        this.limit = limit;
    }

    /** Gives a buffer with whatever bytes were in it, or null when all are taken. */
    public synchronized byte[] take() {
        if (taken.size() == limit) {
            refusals++;
            return null;
        }
        byte[] buffer = idle.isEmpty() ? new byte[Chunks.BYTES] : idle.pop();
        taken.add(buffer);
        return buffer;
    }

    /** @throws IllegalStateException for a buffer that is not taken from here, or given back twice */
    public synchronized void giveBack(byte[] buffer) {
        if (!taken.remove(buffer)) {
            throw new IllegalStateException("the buffer is not out");
        }
        idle.push(buffer);
    }

    public synchronized int taken() {
        return taken.size();
    }

    /** Tells how often there was none to take. */
    public synchronized long refusals() {
        return refusals;
    }
}
