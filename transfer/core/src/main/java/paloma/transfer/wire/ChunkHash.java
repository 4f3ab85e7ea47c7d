package paloma.transfer.wire;

/**
 * The SHA-256 of one chunk, or, where the index is {@link #ROOT_INDEX}, of all chunk hashes one after the other.
 *
 * @param hash 32 bytes, not copied
 * @param hole whether the chunk is all zeros and its bytes are not sent; never of the root
 */
public record ChunkHash(int index, byte[] hash, boolean hole) {
    public static final int ROOT_INDEX = -1;
    public static final int HASH_BYTES = 32;

    private static final int HOLE = 0x8000_0000;

    public ChunkHash(int index, byte[] hash) {
        this(index, hash, false);
    }

    /** Returns the index as it is on the wire: of a hole with its highest bit set. */
    int field() {
        return hole ? index | HOLE : index;
    }

    /** Returns null where the field is no index. */
    static ChunkHash of(int field, byte[] hash) {
        if (field == ROOT_INDEX) {
            return new ChunkHash(ROOT_INDEX, hash);
        }
        int index = field & ~HOLE;
        return index < FileFacts.MAX_CHUNKS ? new ChunkHash(index, hash, field < 0) : null;
    }
}
