package paloma.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * {@code HOST:PORT}, {@code [IPV6]:PORT}, {@code :PORT} or {@code HOST}.
 *
 * @param host empty where none is named
 * @param port {@link #NO_PORT} where none is named
 */
public record BindAddress(String host, int port) {
    static final int NO_PORT = -1;

    private static final int MAX_PORT = 65_535;

    /** What can only be meant as an address: with a colon, or of digits and dots alone. */
    private static final Pattern NO_NAME = Pattern.compile(".*:.*|[0-9.]+");

    /**
     * @param value where the text stands, for the sentence that refuses it
     * @param text all of the value, or a part
     */
    static BindAddress parse(Value value, String text) {
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (hostEnd < 0) {
            return new BindAddress(text, NO_PORT);
        }
        boolean bracketed = text.startsWith("[") && hostEnd > 2;
        String host = bracketed ? text.substring(1, hostEnd - 1) : text.substring(0, hostEnd);
        String rest = text.substring(hostEnd);
        if (text.startsWith("[") != bracketed
                || bracketed && host.indexOf(':') < 0
                || !rest.isEmpty() && rest.charAt(0) != ':') {
            throw value.wrong("has brackets in the wrong place", "write an IPv6 address as in [::1]:7007");
        }
        if (!bracketed && rest.indexOf(':', 1) > 0) {
            throw value.wrong("has too many colons", "write an IPv6 address in brackets, as in [::1]:7007");
        }
        return new BindAddress(host, rest.isEmpty() ? NO_PORT : port(value, rest.substring(1)));
    }

    /** Returns the address of the host, or {@code noHost} where none is named. Looks names up, which blocks. */
    InetAddress resolve(Value value, InetAddress noHost) {
        return host.isEmpty() ? noHost : resolve(value, host);
    }

    static InetAddress resolve(Value value, String host) {
        if (host.isEmpty()) {
            throw value.wrong("names no host", "write its name or its address");
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            if (host.indexOf('%') > 0) {
                throw value.notNow("names an interface that this host has not", "name one of those that it has");
            }
            if (NO_NAME.matcher(host).matches()) {
                throw value.wrong("is not an address", "write such as 127.0.0.1 or ::1");
            }
            throw value.notNow("names an unknown host", "write its address, or add the name to the DNS");
        }
    }

    private static int port(Value value, String text) {
        int port = 0;
        for (int i = 0; i < text.length() && port <= MAX_PORT; i++) {
            int digit = text.charAt(i) - '0';
            port = digit >= 0 && digit <= 9 ? 10 * port + digit : MAX_PORT + 1;
        }
        if (text.isEmpty() || port > MAX_PORT) {
            throw value.wrong("has no valid port", "write one from 0 to 65535, where 0 takes a free one");
        }
        return port;
    }
}
