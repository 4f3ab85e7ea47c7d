package paloma.client.trust;

import java.util.Base64;
import java.util.Optional;
import paloma.transfer.keys.Fingerprint;

/**
 * What a server is known by, as {@code known_servers} has it.
 *
 * @param base64 32 bytes: a key, or the hash of one
 */
public record ServerKey(Kind kind, String base64) {
    private static final int BYTES = 32;

    /** Keys of one kind are never compared with those of another: a host may have both at one port. */
    public enum Kind {
        /** The X25519 key of a server of files. */
        FILES(""),
        /** SHA-256 of the SubjectPublicKeyInfo of a certificate, over TLS and DTLS. */
        TLS("tls:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    public static ServerKey ofFiles(byte[] x25519) {
        return new ServerKey(Kind.FILES, Base64.getEncoder().encodeToString(x25519));
    }

    /** @param sha256 the hash of the certificate's SubjectPublicKeyInfo */
    public static ServerKey ofTls(byte[] sha256) {
        return new ServerKey(Kind.TLS, Base64.getEncoder().encodeToString(sha256));
    }

    /** Returns nothing for what is no key. */
    static Optional<ServerKey> parse(String text) {
        Kind kind = text.startsWith(Kind.TLS.prefix) ? Kind.TLS : Kind.FILES;
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(kind.prefix.length()));
            return bytes.length == BYTES
                    ? Optional.of(new ServerKey(kind, Base64.getEncoder().encodeToString(bytes)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns what people compare. */
    public Fingerprint fingerprint() {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return kind == Kind.TLS ? Fingerprint.ofHash(bytes) : Fingerprint.of(bytes);
    }

    /** Returns what {@link #parse} reads again. */
    @Override
    public String toString() {
        return kind.prefix + base64;
    }
}
