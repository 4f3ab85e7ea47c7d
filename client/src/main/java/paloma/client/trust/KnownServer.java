package paloma.client.trust;

import java.util.Optional;
import paloma.transfer.keys.Fingerprint;

/**
 * A line of {@code known_servers}: host, port and key.
 *
 * @param line its number, from 1
 */
record KnownServer(ServerName name, ServerKey key, int line) {
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
            return port < 1 || port > MAX_PORT
                    ? Optional.empty()
                    : ServerKey.parse(fields[2])
                            .map(key -> new KnownServer(new ServerName(ServerName.normal(fields[0]), port), key, line));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns what {@link #parse} reads again. */
    static String format(ServerName name, ServerKey key) {
        return name.host() + " " + name.port() + " " + key;
    }

    Fingerprint fingerprint() {
        return key.fingerprint();
    }
}
