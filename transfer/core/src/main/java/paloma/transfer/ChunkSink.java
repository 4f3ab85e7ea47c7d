package paloma.transfer;

/**
 * Where the file's bytes go: hashes, writes and reads away from the event loop, and answers there by the methods of
 * {@link Receiver} named below.
 */
public interface ChunkSink {
    /** Returns a buffer of {@link Chunks#BYTES} at once, or null when there is none. */
    byte[] buffer();

    /** Takes back a buffer that holds nothing of use. */
    void release(byte[] buffer);

    /** Asks to compare with the hash and to write; the buffer is the sink's from now on: {@link Receiver#written}. */
    void write(int index, byte[] buffer, int length, byte[] hash);

    /** Asks to compare what the disk already holds with the hash: {@link Receiver#checked}. */
    void check(int index, byte[] hash);

    /** Asks to compare the root hash over all chunk hashes and to show the file: {@link Receiver#finished}. */
    void finish(byte[][] hashes, byte[] root);
}
