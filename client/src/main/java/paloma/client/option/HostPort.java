package paloma.client.option;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.OptionalInt;
import paloma.client.terminal.CliException;
import paloma.net.Printable;

/**
 * A host and perhaps a port, as people write them: {@code host}, {@code host:7007}, {@code [::1]:7007}, {@code ::1}.
 */
public record HostPort(String host, OptionalInt port) {
    private static final int MAX_PORT = 65_535;
    private static final String LOOPBACK = "127.0.0.1";

    /** Parses the address of a server; a port is at least 1. */
    public static HostPort parse(String text) {
        HostPort parsed = split(text);
        if (parsed.host.isEmpty() || parsed.port.equals(OptionalInt.of(0))) {
            throw refusal(text);
        }
        return parsed;
    }

    /** Parses an address to listen at: {@code address:port}, or {@code :port} or a port alone on loopback; 0 picks a free one. */
    public static HostPort parseToListen(String text) {
        HostPort parsed = text.matches("\\d+") ? split(":" + text) : split(text);
        if (parsed.port.isEmpty()) {
            throw refusal(text);
        }
        return parsed.host.isEmpty() ? new HostPort(LOOPBACK, parsed.port) : parsed;
    }

    /** Resolves the host, which may ask the network and take a while. */
    public InetSocketAddress resolve(int defaultPort) throws CliException {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port.orElse(defaultPort));
        } catch (UnknownHostException e) {
            throw new CliException("The host '" + Printable.escape(host) + "' is not known; check its name.");
        }
    }

    /** Resolves an address that has a port. */
    public InetSocketAddress resolve() throws CliException {
        return resolve(0);
    }

    private static HostPort split(String text) {
        int colon = text.indexOf(':');
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            boolean alone = end + 1 == text.length();
            if (end < 2 || (!alone && text.charAt(end + 1) != ':')) {
                throw refusal(text);
            }
            return new HostPort(
                    text.substring(1, end), alone ? OptionalInt.empty() : port(text.substring(end + 2), text));
        }
        boolean several = colon >= 0 && text.indexOf(':', colon + 1) >= 0;
        return colon < 0 || several
                ? new HostPort(text, OptionalInt.empty())
                : new HostPort(text.substring(0, colon), port(text.substring(colon + 1), text));
    }

    private static OptionalInt port(String digits, String text) {
        if (digits.isEmpty()
                || digits.length() > 5
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                || Integer.parseInt(digits) > MAX_PORT) {
            throw refusal(text);
        }
        return OptionalInt.of(Integer.parseInt(digits));
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException(
                "'" + Printable.escape(text) + "' is not HOST[:PORT], such as 127.0.0.1:7007 or [::1]:7007");
    }
}
