package paloma.client.option;

import paloma.net.Printable;

/**
 * A file or folder on a server, as people write it: {@code HOST[:PORT]} and perhaps a path, {@code example.net/films/one.mp4}.
 *
 * @param path without {@code /} at its ends; empty for the shared folder itself
 */
public record Remote(HostPort host, String path) {
    /** Cuts at the first {@code /}, which no host has in it. */
    public static Remote parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new Remote(HostPort.parse(text), "");
        }
        if (slash == 0) {
            throw new IllegalArgumentException(
                    Printable.quote(text) + " has no host: write HOST[:PORT]" + Printable.escape(text));
        }
        return new Remote(HostPort.parse(text.substring(0, slash)), withoutEnds(text.substring(slash + 1)));
    }

    private static String withoutEnds(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
