package paloma.transfer;

/**
 * Where the file's bytes come from: reads and hashes elsewhere, and answers on the event loop by the methods of
 * {@link Sender} that are named below.
 */
public interface ChunkSource {
    /**
     * Asks for a chunk's bytes and then its hash: {@link Sender#chunkRead}, {@link Sender#chunkHashed}.
     *
     * @param mayBeHole whether only {@link Sender#chunkIsHole} may be called where it is all zeros
     */
    void read(int index, boolean mayBeHole);

    /**
     * Asks for the hash alone of a chunk that the other side has: {@link Sender#chunkHashed}, or {@link Sender#chunkIsHole}
     * where it is all zeros.
     */
    void hash(int index);

    /** Asks for the root hash over {@code hashes}, one for each chunk: {@link Sender#rootHashed}. */
    void root(byte[][] hashes);

    /** Takes back a buffer that {@link Sender#chunkRead} was called with. */
    void release(byte[] buffer);
}
