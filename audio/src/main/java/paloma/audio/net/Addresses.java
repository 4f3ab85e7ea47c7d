package paloma.audio.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/** Reads addresses as people write them. Looks names up, so not for an event loop. */
public final class Addresses {
    private static final int NO_PORT = 0;
    private static final int MAX_PORT = 65_534; // one more is for RTCP

    private Addresses() {}

    /** Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code HOST}. */
    public static InetSocketAddress peer(String text, int defaultPort) throws UnusableException {
        String[] parts = split(text);
        if (parts[0].isEmpty()) {
            throw new UnusableException(Printable.quote(text) + " names no host; write HOST:PORT.");
        }
        return new InetSocketAddress(host(parts[0]), port(text, parts[1], defaultPort));
    }

    /** Reads {@code [ADDRESS]:PORT}, {@code :PORT}, {@code PORT} or {@code ADDRESS}. */
    public static InetSocketAddress listen(String text, int defaultPort) throws UnusableException {
        String[] parts = text.matches("\\d+") ? new String[] {"", text} : split(text);
        int port = port(text, parts[1], defaultPort);
        return new InetSocketAddress(parts[0].isEmpty() ? everyAddress() : host(parts[0]), port);
    }

    /** Reads {@code PORT} (on the loopback address), {@code ADDRESS:PORT} or {@code :PORT} (on all addresses). */
    public static InetSocketAddress serve(String text) throws UnusableException {
        return text.matches("\\d+")
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port(text, text, NO_PORT))
                : listen(text, NO_PORT);
    }

    public static InetAddress host(String name) throws UnusableException {
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new UnusableException("The host " + Printable.quote(name) + " is not known here; check its name.", e);
        }
    }

    /** Returns the wildcard address for IPv6 and IPv4, or for IPv4 if the machine has no IPv6. */
    public static InetAddress everyAddress() throws UnusableException {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            boolean ipv6 = all.flatMap(NetworkInterface::inetAddresses).anyMatch(Inet6Address.class::isInstance);
            return host(ipv6 ? "::" : "0.0.0.0");
        } catch (SocketException e) {
            throw new UnusableException("The addresses of this machine cannot be read: " + e.getMessage(), e);
        }
    }

    private static String[] split(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            String host = end < 0 ? text.substring(1) : text.substring(1, end);
            String rest = end < 0 ? "" : text.substring(end + 1);
            return new String[] {host, rest.startsWith(":") ? rest.substring(1) : rest};
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return new String[] {text, ""};
        }
        return new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }

    private static int port(String text, String port, int defaultPort) throws UnusableException {
        if (port.isEmpty() && defaultPort != NO_PORT) {
            return defaultPort;
        }
        try {
            int number = Integer.parseInt(port);
            if (number > 0 && number <= MAX_PORT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new UnusableException(
                Printable.quote(text) + " has no port from 1 to " + MAX_PORT + "; write HOST:PORT.");
    }
}
