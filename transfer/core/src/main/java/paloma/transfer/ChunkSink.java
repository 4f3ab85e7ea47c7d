package paloma.transfer;

/**
 * Where the file's bytes go: hashes, writes and reads elsewhere, and answers on the event loop by the methods of
 * {@link Receiver} that are named below.
 */
public interface ChunkSink {
    /** Returns a buffer of {@link Chunks#BYTES} at once, or null when there is none. */
    byte[] buffer();

    /** Takes back a buffer that holds nothing of use. */
    void release(byte[] buffer);

    /**
     * Asks to load blocks that the disk holds of a chunk to their places in the buffer, as far as they are as they were
     * recorded: {@link Receiver#loaded}. If the receiver is closed by then, the buffer is the sink's.
     */
    void load(int index, byte[] buffer, int blocks);

    /**
     * Asks to save blocks of a chunk that is not complete: {@link Receiver#saved}. Their bytes do not change any more. If
     * the receiver is closed by then, the buffer is the sink's.
     */
    void save(int index, byte[] buffer, int blocks);

    /** Asks to compare the chunk with its hash and to write it: {@link Receiver#written}. The buffer is the sink's from now on. */
    void write(int index, byte[] buffer, int length, byte[] hash);

    /** Asks to compare what the disk already holds with the hash: {@link Receiver#checked}. */
    void check(int index, byte[] hash);

    /** Asks to have zeros in place of a chunk, if its hash is that of zeros: {@link Receiver#zeroed}. */
    void zero(int index, byte[] hash);

    /** Asks to compare the root hash with that over all chunk hashes and to show the file: {@link Receiver#finished}. */
    void finish(byte[][] hashes, byte[] root);
}
