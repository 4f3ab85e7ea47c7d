package paloma.transfer.disk;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import paloma.transfer.Chunks;

/**
 * A bounded number of buffers of one chunk each, for any threads. Each transfer has its own share, so that one with a
 * slow disk or peer cannot stall another.
 */
public final class ChunkPool {
    /** One being filled and one on its way to the disk: with less, a transfer would stop and go. */
    public static final int MIN_SHARE = 2;

    /** 10 Gbit/s over a round trip of 25 ms. */
    public static final int MAX_SHARE = 32;

    private static final int TABLE_CHUNKS_SHIFT = 13; // 128 bytes for each chunk: its hash, twice, and the lists of it

    private final int limit;
    private final int shares;
    private final Deque<byte[]> idle = new ArrayDeque<>();
    private final Set<byte[]> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private int reserved;
    private int open;

    /**
     * @param limit the most buffers, each of 1 MiB, allocated when first needed
     * @param shares how many shares at once must always be possible
     */
    public ChunkPool(int limit, int shares) {
        if (shares < 1 || limit < shares * MIN_SHARE) {
            throw new IllegalArgumentException("a pool of " + limit + " for " + shares);
        }
        this.limit = limit;
        this.shares = shares;
    }

    /** Returns what is remembered of each chunk of a file while it is transferred, counted in chunks of memory. */
    public static int tables(int fileChunks) {
        return fileChunks >> TABLE_CHUNKS_SHIFT;
    }

    /**
     * Returns a share, larger when fewer are open, or null when too little is left. Tables never take what was promised to
     * other shares.
     *
     * @param tables memory for the transfer's tables, counted in chunks, that is reserved with it
     */
    public synchronized Share share(int tables) {
        return share(tables, MAX_SHARE);
    }

    private Share share(int tables, int most) {
        int others = Math.max(0, shares - open - 1) * MIN_SHARE;
        int spare = limit - reserved - tables - others - MIN_SHARE;
        if (spare < 0) {
            return null;
        }
        int size = Math.min(most, MIN_SHARE + spare / 2);
        reserved += size + tables;
        open++;
        return new Share(size, tables);
    }

    /** Returns a share for what has one chunk: as large as any other at least has. */
    public synchronized Share smallShare() {
        return share(0, MIN_SHARE);
    }

    /** Returns the largest tables that {@link #share} could ever grant. */
    public int mostTables() {
        return limit - shares * MIN_SHARE;
    }

    public synchronized int taken() {
        return taken.size();
    }

    /** Returns how many buffers the open shares may take, their tables included. */
    public synchronized int reserved() {
        return reserved;
    }

    private byte[] take() {
        byte[] buffer = idle.isEmpty() ? new byte[Chunks.BYTES] : idle.pop();
        taken.add(buffer);
        return buffer;
    }

    private void giveBack(byte[] buffer) {
        if (!taken.remove(buffer)) {
            throw new IllegalStateException("the buffer is not out");
        }
        idle.push(buffer);
    }

    /** The buffers that one transfer may take. */
    public final class Share implements AutoCloseable {
        private final int size;
        private int tables;
        private int out;
        private boolean closed;

        private Share(int size, int tables) {
            this.size = size;
            this.tables = tables;
        }

        /** Returns how many buffers may be out at once. */
        public int size() {
            return size;
        }

        /** Gives back what the tables do not need after all. */
        public void keepTables(int needed) {
            synchronized (ChunkPool.this) {
                int spare = tables - needed;
                if (spare < 0) {
                    throw new IllegalArgumentException(needed + " of " + tables);
                }
                if (!closed) {
                    reserved -= spare;
                    tables = needed;
                }
            }
        }

        /** Returns a buffer with arbitrary contents, or null when all of the share are out. */
        public byte[] take() {
            synchronized (ChunkPool.this) {
                if (out == size || closed) {
                    return null;
                }
                byte[] buffer = ChunkPool.this.take(); // may find no memory, and then none is out
                out++;
                return buffer;
            }
        }

        /** @throws IllegalStateException for a buffer that was not taken from here, or was given back already */
        public void giveBack(byte[] buffer) {
            synchronized (ChunkPool.this) {
                ChunkPool.this.giveBack(buffer);
                out--;
                if (closed) {
                    reserved--;
                }
            }
        }

        /** Returns the share to the pool: what is not out now, the rest as it is given back. */
        @Override
        public void close() {
            synchronized (ChunkPool.this) {
                if (!closed) {
                    closed = true;
                    reserved -= size + tables - out;
                    open--;
                }
                if (open == 0) {
                    idle.clear(); // nobody knows when the next transfer comes
                }
            }
        }
    }
}
