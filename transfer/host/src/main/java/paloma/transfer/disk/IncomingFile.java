package paloma.transfer.disk;

import java.util.List;
import paloma.transfer.wire.ChunkRange;
import paloma.transfer.wire.FileFacts;

/**
 * A file that comes in chunks of 1 MiB. Different chunks may be written and checked by several threads at once; it may
 * be closed by any thread at any time, after which the others get {@link RefusedException}.
 */
public interface IncomingFile extends AutoCloseable {
    FileName name();

    FileFacts facts();

    /**
     * Returns the chunks that seem to be on the disk already; they count once {@link #check} has seen them.
     *
     * @param most of so many ranges the longest are given; ascending
     */
    List<ChunkRange> held(int most);

    /**
     * Writes a chunk whose hash is right.
     *
     * @param length the chunk's own: 1 MiB, or less for the last one
     * @return whether the hash was right; if not, nothing was written
     */
    boolean write(int index, byte[] data, int length, byte[] sha256) throws RefusedException;

    /**
     * Reads a chunk that may be on the disk and compares it.
     *
     * @return whether it is right; if not, it is held no longer and has to be written
     */
    boolean check(int index, byte[] sha256) throws RefusedException;

    /**
     * Tells how many bytes have been written that the device may not have yet. {@link #writeOut} every few MiB, on any
     * thread, keeps {@link #finish} short.
     */
    long pendingBytes();

    /** Has the device take what is pending. */
    void writeOut() throws RefusedException;

    /**
     * Makes the file appear under its name, whole and on the device, with its time and its permissions.
     *
     * @param rootSha256 the hash over the hashes of all chunks in order
     * @throws RefusedException also when another hash comes out: the sender's file changed while it was read
     * @throws IllegalStateException while a chunk is neither written nor checked
     */
    void finish(byte[] rootSha256) throws RefusedException;

    /** Lets go of the file; unless it was finished, what is there stays, so that a later transfer goes on from it. */
    @Override
    void close();

    /** Removes what is there unless it was finished, and closes. */
    void discard();
}
