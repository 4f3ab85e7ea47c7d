package paloma.transfer.disk;

import java.io.IOException;
import java.util.BitSet;

/** Records which chunks of a part were written, with their hashes. */
interface ChunkTable extends AutoCloseable {
    BitSet held() throws IOException;

    void record(int index, byte[] sha256) throws IOException;

    void drop(int index) throws IOException;

    /** Returns whether a chunk is recorded with this hash. */
    boolean has(int index, byte[] sha256) throws IOException;

    /** Returns the hash over the hashes of all chunks in order; none may be missing. */
    byte[] root() throws IOException;

    @Override
    void close() throws IOException;
}
