package paloma.client.trust;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import paloma.transfer.keys.Fingerprint;
import paloma.transfer.noise.X25519;

/**
 * A line of {@code known_servers}: host, port, and the key in Base64.
 *
 * @param line its number, from 1
 */
record KnownServer(ServerName name, byte[] key, int line) {
    private static final int FIELDS = 3;
    private static final int MAX_PORT = 65_535;

    /** Returns nothing for what is no such line. */
    static Optional<KnownServer> parse(String text, int line) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            int port = Integer.parseInt(fields[1]);
            byte[] key = Base64.getDecoder().decode(fields[2]);
            return port < 1 || port > MAX_PORT || key.length != X25519.BYTES
                    ? Optional.empty()
                    : Optional.of(new KnownServer(new ServerName(ServerName.normal(fields[0]), port), key, line));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns what {@link #parse} reads again. */
    static String format(ServerName name, byte[] key) {
        return name.host() + " " + name.port() + " " + Base64.getEncoder().encodeToString(key);
    }

    boolean has(byte[] otherKey) {
        return Arrays.equals(key, otherKey);
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(key);
    }
}
