package paloma.transfer.disk;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) of chunks, and of their hashes. */
public final class Sha256 {
    public static final int BYTES = 32;

    private Sha256() {}

    /** Hashes the first {@code length} bytes. */
    public static byte[] of(byte[] data, int length) {
        MessageDigest digest = digest();
        digest.update(data, 0, length);
        return digest.digest();
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
