package paloma.transfer.wire;

/**
 * The SHA-256 of one chunk, or, where the index is {@link #ROOT_INDEX}, of all chunk hashes one after the other.
 *
 * @param hash 32 bytes, not copied
 */
public record ChunkHash(int index, byte[] hash) {
    public static final int ROOT_INDEX = -1;
    public static final int HASH_BYTES = 32;
}
