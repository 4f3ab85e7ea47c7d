package paloma.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) over chunks, and over their hashes. */
public final class Hashing {
    private Hashing() {}

    public static byte[] sha256(byte[] bytes, int length) {
        MessageDigest digest = digest();
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    /** Gives the root hash: over the hashes of all chunks, one after the other. */
    public static byte[] root(byte[][] hashes) {
        MessageDigest digest = digest();
        for (byte[] hash : hashes) {
            digest.update(hash);
        }
        return digest.digest();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
