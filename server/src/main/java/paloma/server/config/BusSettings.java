package paloma.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import paloma.transfer.keys.PemFiles;
import paloma.transfer.keys.SecretFileException;

/**
 * Where the bus between servers is.
 *
 * @param host a name or an address, without brackets
 * @param user null where there is only a password, or none
 * @param password null where there is none; shown nowhere
 * @param database its number
 * @param tls whether it is reached over TLS, and its certificate checked
 * @param authorities a file of certificates that sign it, in PEM; null for those that Java knows
 */
public record BusSettings(
        String host, int port, String user, String password, int database, boolean tls, Path authorities) {
    private static final int PORT = 6379;
    private static final int MAX_DATABASE = 65_535;
    private static final String REMEDY = "write redis://[user:password@]host[:port][/database], or rediss:// for TLS";

    /** Returns null where there is no bus. */
    static BusSettings of(Given given) {
        Value bus = given.get(Setting.BUS);
        Value authorities = given.get(Setting.BUS_CA);
        if (bus.is(Setting.NONE)) {
            return null;
        }
        BusSettings settings = parse(bus, authorities.is(Setting.NONE) ? null : authorities.asFile());
        if (settings.authorities() != null && !settings.tls()) {
            throw authorities.wrong("is of no use without TLS", "write rediss:// for --bus");
        }
        if (settings.authorities() != null) {
            refuseUnusable(authorities);
        }
        return settings;
    }

    /** Returns the URL with asterisks for a password. */
    static String shown(String url) {
        int credentials = url.indexOf("://");
        int at = url.lastIndexOf('@');
        return credentials < 0 || at < credentials
                ? url
                : url.substring(0, credentials + 3) + "***" + url.substring(at);
    }

    private static void refuseUnusable(Value authorities) {
        try {
            PemFiles.certificates(authorities.asFile());
        } catch (SecretFileException e) {
            throw authorities.refused(e);
        }
    }

    private static BusSettings parse(Value value, Path authorities) {
        Value safe = new Value(value.name(), value.source(), shown(value.text()));
        URI url;
        try {
            url = new URI(value.text());
        } catch (URISyntaxException e) {
            throw safe.wrong("is not a URL", REMEDY);
        }
        boolean tls = "rediss".equalsIgnoreCase(url.getScheme());
        if (!tls && !"redis".equalsIgnoreCase(url.getScheme())) {
            throw safe.wrong("is no URL of Redis", REMEDY);
        }
        if (url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw safe.wrong("does not name a host, or more than that", REMEDY);
        }
        String[] credentials = credentials(url, safe);
        return new BusSettings(
                url.getHost().replaceAll("[\\[\\]]", ""),
                port(url, safe),
                credentials[0],
                credentials[1],
                database(url.getRawPath(), safe),
                tls,
                authorities);
    }

    private static int port(URI url, Value safe) {
        int port = url.getPort();
        if (port == 0 || port > 65_535) {
            throw safe.wrong("has a port that there is not", REMEDY);
        }
        return port < 0 ? PORT : port;
    }

    /** Returns user and password; either may be null. */
    private static String[] credentials(URI url, Value safe) {
        String given = url.getRawUserInfo();
        if (given == null) {
            return new String[2];
        }
        int colon = given.indexOf(':');
        if (colon < 0 || colon == given.length() - 1) {
            throw safe.wrong("has no password behind the user", REMEDY);
        }
        String user = decoded(given.substring(0, colon));
        return new String[] {user.isEmpty() ? null : user, decoded(given.substring(colon + 1))};
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int database(String path, Value safe) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/\\d{1,5}") || Integer.parseInt(path.substring(1)) > MAX_DATABASE) {
            throw safe.wrong("has a path that is no number of a database", REMEDY);
        }
        return Integer.parseInt(path.substring(1));
    }

    /** Returns the URL without user and password. */
    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/"
                + database;
    }
}
