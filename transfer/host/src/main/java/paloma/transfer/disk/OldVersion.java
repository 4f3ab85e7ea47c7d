package paloma.transfer.disk;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.wire.FileFacts;

/**
 * The file that is to be replaced: its chunks that are equal need not come. While none has had to be written they are only
 * noted, for a file that is equal is not written at all.
 */
final class OldVersion implements AutoCloseable {
    private final StoredFile file;
    private final long size;
    private final byte[] hashes;

    /** Equal, and not in the part; guarded by this, as their hashes are. */
    private final BitSet noted = new BitSet();

    private volatile boolean likely = true;

    /** @param size of the new version */
    OldVersion(StoredFile file, long size) {
        this.file = file;
        this.size = size;
        hashes = new byte[Chunks.count(size) * Sha256.BYTES];
    }

    /** Returns what of a new version may be in an old one. */
    static BlockSet mayHave(long oldSize, long newSize) {
        BlockSet blocks = new BlockSet(newSize);
        long whole = oldSize == newSize ? oldSize : oldSize / Chunks.BLOCK_BYTES * Chunks.BLOCK_BYTES;
        blocks.add(BlockSet.all(whole).longest(1));
        return blocks;
    }

    BlockSet mayHave() {
        return mayHave(file.size(), size);
    }

    private int length(int index) {
        return Chunks.length(index, size);
    }

    /** Returns whether the next chunk that is compared will probably be equal, as the last one was. */
    boolean isLikelyEqual() {
        return likely;
    }

    /** Returns whether a chunk is equal. */
    boolean isEqual(int index, byte[] sha256) throws IOException {
        likely = file.has(index, length(index)) && Arrays.equals(file.hash(index, length(index)), sha256);
        return likely;
    }

    /** Copies a chunk to the part, and returns whether it is equal; if not, what is in the part there is of no use. */
    boolean copy(int index, byte[] sha256, Part part) throws IOException {
        likely = file.has(index, length(index)) && Arrays.equals(part.copy(file, index), sha256);
        return likely;
    }

    int load(int index, byte[] into, int blocks) throws IOException {
        return file.load(index, into, length(index), blocks);
    }

    /** Notes that a chunk is equal. */
    synchronized void note(int index, byte[] sha256) {
        noted.set(index);
        System.arraycopy(sha256, 0, hashes, index * Sha256.BYTES, Sha256.BYTES);
    }

    synchronized void forget(int index) {
        noted.clear(index);
    }

    /** Returns the next chunk that is noted, or -1. */
    synchronized int nextNoted(int from) {
        return noted.nextSetBit(from);
    }

    synchronized byte[] hash(int index) {
        return Arrays.copyOfRange(hashes, index * Sha256.BYTES, (index + 1) * Sha256.BYTES);
    }

    /** Returns whether the old version is the new one, and still has its name. */
    synchronized boolean isWhole(byte[] root, Place target) throws IOException {
        return file.size() == size
                && noted.cardinality() == Chunks.count(size)
                && Arrays.equals(Sha256.of(hashes, hashes.length), root)
                && file.identity().isSameAs(FileIdentity.at(target.path()));
    }

    void become(FileFacts facts) throws IOException {
        file.become(facts);
    }

    @Override
    public void close() {
        file.close();
    }
}
