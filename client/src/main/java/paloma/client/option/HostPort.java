package paloma.client.option;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.OptionalInt;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
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

    /** Resolves the host to all of its addresses, which may ask the network and take a while. */
    public Targets resolve(Kind kind, int defaultPort) throws CliException {
        int at = port.orElse(defaultPort);
        return Targets.of(
                kind,
                Printable.escape(host) + ":" + at,
                AddressOrder.of(all()).stream()
                        .map(address -> new InetSocketAddress(address, at))
                        .toList());
    }

    /** Resolves an address that has a port. */
    public InetSocketAddress resolve() throws CliException {
        return resolve(0);
    }

    /** Resolves the host to one address, to listen at: of several the first of IPv4. */
    public InetSocketAddress resolve(int defaultPort) throws CliException {
        List<InetAddress> all = all();
        InetAddress chosen = all.stream()
                .filter(address -> address instanceof Inet4Address)
                .findFirst()
                .orElse(all.get(0));
        return new InetSocketAddress(chosen, port.orElse(defaultPort));
    }

    private List<InetAddress> all() throws CliException {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new CliException("The host " + Printable.quote(host) + " is not known; check its name.");
        }
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
                Printable.quote(text) + " is not HOST[:PORT], such as 127.0.0.1:7007 or [::1]:7007");
    }
}
