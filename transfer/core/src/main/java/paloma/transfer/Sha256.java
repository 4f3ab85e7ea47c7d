package paloma.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import paloma.transfer.wire.ChunkHash;

/** SHA-256 (FIPS 180-4) of chunks, and of their hashes. */
public final class Sha256 {
    public static final int BYTES = ChunkHash.HASH_BYTES;

    private Sha256() {}

    /** Hashes the first {@code length} bytes. */
    public static byte[] of(byte[] data, int length) {
        MessageDigest digest = digest();
        digest.update(data, 0, length);
        return digest.digest();
    }

    /** Hashes what remains of a buffer. */
    public static byte[] of(ByteBuffer data) {
        MessageDigest digest = digest();
        digest.update(data);
        return digest.digest();
    }

    /** Returns the root hash: over the hashes of all chunks, one after the other. */
    public static byte[] root(byte[][] hashes) {
        MessageDigest digest = digest();
        for (byte[] hash : hashes) {
            digest.update(hash);
        }
        return digest.digest();
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
