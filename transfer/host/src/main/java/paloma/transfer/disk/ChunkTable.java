package paloma.transfer.disk;

import java.io.IOException;
import paloma.transfer.BlockSet;

/** Records which chunks of a part were written, with their hashes, and which blocks of chunks that are not complete. */
interface ChunkTable extends AutoCloseable {
    /** Returns what is recorded, as far as it lies within the first {@code written} bytes. */
    BlockSet held(long written) throws IOException;

    /** Returns what of the first {@code length} bytes takes up room on the disk: also what was dropped. */
    BlockSet onDisk(long length) throws IOException;

    /** Records a chunk; its blocks are forgotten. */
    void record(int index, byte[] sha256) throws IOException;

    void recordBlock(int index, int block, byte[] sha256) throws IOException;

    /** Forgets a chunk and its blocks. */
    void drop(int index) throws IOException;

    /** Returns whether a chunk is recorded with this hash. */
    boolean has(int index, byte[] sha256) throws IOException;

    /** Returns the hash of a block that is recorded, or null. */
    byte[] blockHash(int index, int block);

    /** Returns the hash over the hashes of all chunks in order; none may be missing. */
    byte[] root() throws IOException;

    /** Has the device store the blocks that were recorded. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
