package paloma.transfer.disk;

import java.util.List;
import paloma.transfer.Chunks;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;

/**
 * A file that arrives in chunks of 1 MiB. Several threads may write and check different chunks at once. Any thread may
 * close it at any time; the others get {@link RefusedException} then.
 */
public interface IncomingFile extends AutoCloseable {
    FileName name();

    FileFacts facts();

    /**
     * Returns the blocks that seem to be on the disk already, in ascending order; a chunk of which all are there counts
     * once {@link #check} has confirmed it.
     *
     * @param most how many ranges to return at most: the longest
     */
    List<BlockRange> held(int most);

    /**
     * Reads blocks of a chunk that is not complete to their places in the chunk.
     *
     * @param blocks as a mask, like what is returned: those that are there as they were saved
     */
    int load(int index, byte[] into, int blocks) throws RefusedException;

    /**
     * Saves blocks of a chunk that is not complete, for a transfer that resumes.
     *
     * @param data the chunk
     * @param blocks as a mask
     */
    void save(int index, byte[] data, int blocks) throws RefusedException;

    /**
     * Writes a chunk whose hash is right.
     *
     * @param length the chunk's own: 1 MiB, or less for the last one
     * @return whether the hash was right; if not, nothing was written
     */
    boolean write(int index, byte[] data, int length, byte[] sha256) throws RefusedException;

    /**
     * Has zeros in place of a chunk, with as little room as the disk lets it.
     *
     * @return whether the hash is that of zeros; if not, nothing was written
     */
    default boolean zero(int index, byte[] sha256) throws RefusedException {
        int length = Chunks.length(index, facts().size());
        return write(index, new byte[length], length, sha256);
    }

    /**
     * Runs {@code then} once a chunk that was written takes no memory any more: only then may the sender begin another.
     * That is at once, but for a file that is stored in the order of its chunks. Any thread may run it.
     */
    default void whenStored(int index, Runnable then) {
        then.run();
    }

    /**
     * Compares a chunk that may be on the disk already.
     *
     * @return whether it is right; if not, it counts as missing and must be written
     */
    boolean check(int index, byte[] sha256) throws RefusedException;

    /**
     * Returns how many bytes were written that the device may not have stored yet. {@link #writeOut} every few MiB, on
     * any thread, keeps {@link #finish} short.
     */
    long pendingBytes();

    /** Has the device store what is pending. */
    void writeOut() throws RefusedException;

    /**
     * Makes the file appear under its name, whole and on the device, with its time and its permissions.
     *
     * @param rootSha256 the hash over the hashes of all chunks in order
     * @throws RefusedException also when another hash comes out: the sender's file changed while it was read
     * @throws IllegalStateException while a chunk is neither written nor checked
     */
    void finish(byte[] rootSha256) throws RefusedException;

    /** Returns what the sender is told beside that it is done: nothing, but for batches. To be asked when finished. */
    default byte[] answer() {
        return new byte[0];
    }

    /** Lets go of the file. Unless it was finished, what arrived stays, and a later transfer resumes from it. */
    @Override
    void close();

    /** Closes the file and, unless it was finished, removes what arrived. */
    void discard();
}
