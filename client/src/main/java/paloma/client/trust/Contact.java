package paloma.client.trust;

import java.util.Locale;
import paloma.transfer.keys.Fingerprint;

/**
 * A server that has proved to hold its key.
 *
 * @param sentence for people, where there is something to say
 */
public record Contact(ServerName server, Fingerprint key, Kind kind, String sentence) {
    public enum Kind {
        /** The key was not known; now it is, if it could be written down. */
        FIRST,
        KNOWN,
        /** The user has named the key, so that it is no matter whether it was known. */
        PINNED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
