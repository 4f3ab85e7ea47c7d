package paloma.transfer;

import paloma.transfer.wire.Wire;

/**
 * Where a file is cut: chunks of 1 MiB, the last one shorter, each proved by a hash of its own. A chunk is cut into
 * blocks of 64 KiB; some blocks of a chunk are written as a mask, with bit 0 for the first one.
 */
public final class Chunks {
    public static final int BYTES = Wire.CHUNK_BYTES;

    public static final int BLOCK_BYTES = Wire.BLOCK_BYTES;

    /** How many blocks a whole chunk has. */
    public static final int BLOCKS = BYTES / BLOCK_BYTES;

    private static final int SHIFT = 20;

    private Chunks() {}

    /** Returns how many chunks a file has; an empty one has none. */
    public static int count(long sizeBytes) {
        return Math.toIntExact((sizeBytes + BYTES - 1) >> SHIFT);
    }

    public static int indexAt(long offset) {
        return (int) (offset >> SHIFT);
    }

    public static int within(long offset) {
        return (int) offset & (BYTES - 1);
    }

    public static long offsetOf(int index) {
        return (long) index << SHIFT;
    }

    public static int length(int index, long sizeBytes) {
        return (int) Math.min(BYTES, sizeBytes - offsetOf(index));
    }

    /** Returns all blocks of a chunk of this length. */
    public static int blocks(int chunkLength) {
        return (1 << (chunkLength + BLOCK_BYTES - 1) / BLOCK_BYTES) - 1;
    }

    /** Returns where in its chunk a block begins. */
    public static int blockFrom(int block) {
        return block * BLOCK_BYTES;
    }

    /** Returns where in its chunk a block ends. */
    public static int blockTo(int block, int chunkLength) {
        return Math.min(chunkLength, (block + 1) * BLOCK_BYTES);
    }

    /** Returns the bytes of some blocks of a chunk. */
    public static int blockBytes(int blocks, int chunkLength) {
        int bytes = 0;
        for (int block = 0; block < BLOCKS; block++) {
            bytes += has(blocks, block) ? blockTo(block, chunkLength) - blockFrom(block) : 0;
        }
        return bytes;
    }

    public static boolean has(int blocks, int block) {
        return (blocks >>> block & 1) != 0;
    }
}
