package paloma.client.option;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import paloma.client.Failure;
import paloma.protocol.Printable;

/**
 * A host and perhaps a port, as people write them: {@code host}, {@code host:7007}, {@code [::1]:7007}, {@code ::1}.
 *
 * @param port 0 where none was given
 */
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads a host with a port from 1 on. */
    public static HostPort parse(String text) {
        HostPort parsed = parseWithZero(text);
        if (parsed.port == 0 && hasPort(text)) {
            throw refusal(text);
        }
        return parsed;
    }

    /** Reads a host whose port may be 0, which is how a free one is asked for. */
    public static HostPort parseWithZero(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 2 || (end + 1 < text.length() && text.charAt(end + 1) != ':')) {
                throw refusal(text);
            }
            return new HostPort(
                    text.substring(1, end), end + 1 == text.length() ? 0 : port(text.substring(end + 2), text));
        }
        int colon = text.indexOf(':');
        if (text.isEmpty() || colon == 0 && text.indexOf(':', 1) < 0) {
            throw refusal(text);
        }
        boolean several = colon >= 0 && text.indexOf(':', colon + 1) >= 0;
        return colon < 0 || several
                ? new HostPort(text, 0)
                : new HostPort(text.substring(0, colon), port(text.substring(colon + 1), text));
    }

    /** Says whether {@code text} ends in a port, be it 0. */
    public static boolean hasPort(String text) {
        int colon = text.lastIndexOf(':');
        return text.startsWith("[") ? colon > text.indexOf(']') : colon >= 0 && colon == text.indexOf(':');
    }

    /** Looks the host up; asks the network, so it may take its time. */
    public InetSocketAddress resolve(int defaultPort) throws Failure {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port == 0 ? defaultPort : port);
        } catch (UnknownHostException e) {
            throw new Failure("The host " + Printable.escape(host) + " is not known; check its name.");
        }
    }

    private static int port(String digits, String text) {
        if (digits.isEmpty()
                || digits.length() > 5
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                || Integer.parseInt(digits) > MAX_PORT) {
            throw refusal(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException(
                "'" + Printable.escape(text) + "' is no HOST[:PORT], such as 127.0.0.1:7007 or [::1]:7007");
    }
}
