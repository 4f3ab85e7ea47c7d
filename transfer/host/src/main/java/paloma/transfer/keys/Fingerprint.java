package paloma.transfer.keys;

import java.util.Base64;
import java.util.Optional;
import paloma.transfer.Sha256;

/**
 * What people compare instead of a key: {@code SHA256:} and the hash of its 32 bytes in Base64 without padding, as OpenSSH
 * prints it.
 */
public record Fingerprint(String text) {
    private static final String PREFIX = "SHA256:";
    private static final int HASH_BYTES = 32;

    public static Fingerprint of(byte[] publicKey) {
        return ofHash(Sha256.of(publicKey, publicKey.length));
    }

    /** Returns the fingerprint as a person has copied it, with or without the prefix and padding, or nothing. */
    public static Optional<Fingerprint> parse(String text) {
        String stripped = text.strip();
        String base64 = stripped.startsWith(PREFIX) ? stripped.substring(PREFIX.length()) : stripped;
        try {
            byte[] hash = Base64.getDecoder().decode(base64);
            return hash.length == HASH_BYTES ? Optional.of(ofHash(hash)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean isOf(byte[] publicKey) {
        return equals(of(publicKey));
    }

    @Override
    public String toString() {
        return text;
    }

    /** @param hash the SHA-256 of what is compared */
    public static Fingerprint ofHash(byte[] hash) {
        return new Fingerprint(PREFIX + Base64.getEncoder().withoutPadding().encodeToString(hash));
    }
}
