package paloma.transfer.keys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file with the keys that devices have for DTLS (RFC 4279), one a line: {@code identity:hexadecimal}. Empty lines, and
 * those that begin with {@code #}, are skipped; what stands behind the last colon is the key.
 */
public final class PreSharedKeyFile {
    /** RFC 9257, section 6: what is shorter is guessed by whoever has recorded a handshake. */
    private static final int MIN_KEY_BYTES = 16;

    private static final int MAX_KEY_BYTES = 64;
    private static final int MAX_IDENTITY_BYTES = 128;
    private static final int MAX_FILE_BYTES = 1 << 20;

    private PreSharedKeyFile() {}

    /** Returns one key or more, by their identities, in the order of their lines; links are followed. */
    public static Map<String, byte[]> read(Path file) throws SecretFileException {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (SecretLines.Line line : SecretLines.read(file, MAX_FILE_BYTES, "keys", "write such as " + example())) {
            add(line.text(), line.where(), keys);
        }
        if (keys.isEmpty()) {
            throw new SecretFileException(SecretFile.shown(file) + " holds no key; write one such as " + example());
        }
        return keys;
    }

    private static void add(String line, String where, Map<String, byte[]> keys) throws SecretFileException {
        int colon = line.lastIndexOf(':');
        if (colon <= 0) {
            throw new SecretFileException(where + " has no identity and key; write such as " + example());
        }
        String identity = line.substring(0, colon);
        if (identity.getBytes(StandardCharsets.UTF_8).length > MAX_IDENTITY_BYTES) {
            throw new SecretFileException(
                    where + " has an identity of more than " + MAX_IDENTITY_BYTES + " bytes; choose a shorter one");
        }
        if (keys.putIfAbsent(identity, key(line.substring(colon + 1).strip(), where)) != null) {
            throw new SecretFileException(where + " has an identity that has a key already; keep one of them");
        }
    }

    private static byte[] key(String hex, String where) throws SecretFileException {
        byte[] key;
        try {
            key = HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new SecretFileException(where + " has a key that is not hexadecimal; make one with " + advice());
        }
        if (key.length < MIN_KEY_BYTES || key.length > MAX_KEY_BYTES) {
            throw new SecretFileException(where + " has a key of " + key.length + " bytes; make one of " + MIN_KEY_BYTES
                    + " to " + MAX_KEY_BYTES + " with " + advice());
        }
        return key;
    }

    private static String advice() {
        return "openssl rand -hex " + MIN_KEY_BYTES;
    }

    private static String example() {
        return "sensor-1:KEY, a key in hexadecimal from " + advice();
    }
}
