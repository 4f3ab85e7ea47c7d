package paloma.audio.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import paloma.audio.pcm.UnusableException;
import paloma.net.AddressText;
import paloma.net.BroadcastAddresses;
import paloma.net.Printable;

/** Reads addresses as people write them. Looks names up, so not for an event loop. */
public final class Addresses {
    private static final int NO_PORT = 0;
    private static final int MAX_PORT = 65_535;

    private Addresses() {}

    /** Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code HOST}. */
    public static InetSocketAddress peer(String text, int defaultPort) throws UnusableException {
        HostAndPort parts = HostAndPort.of(text);
        if (parts.host().isEmpty() || parts.host().matches("\\d+")) { // the JDK reads 5004 as the address 0.0.19.140
            throw new UnusableException(Printable.quote(text) + " names no host; write HOST:PORT.");
        }
        InetSocketAddress peer = bound(text, parts, defaultPort, "HOST:PORT");
        if (peer.getAddress().isAnyLocalAddress()) {
            throw new UnusableException(Printable.quote(text)
                    + " stands for all addresses of a machine, so nothing can be sent there; write one of them.");
        }
        return peer;
    }

    /** Reads {@code [ADDRESS]:PORT}, {@code :PORT}, {@code PORT} or {@code ADDRESS}. */
    public static InetSocketAddress listen(String text, int defaultPort) throws UnusableException {
        HostAndPort parts = text.matches("\\d+") ? new HostAndPort("", text) : HostAndPort.of(text);
        return bound(text, parts, defaultPort, ":PORT or ADDRESS:PORT");
    }

    /** Reads {@code PORT} (on the loopback address), {@code ADDRESS:PORT} or {@code :PORT} (on all addresses). */
    public static InetSocketAddress serve(String text) throws UnusableException {
        return text.matches("\\d+")
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port(text, text, NO_PORT, "PORT"))
                : listen(text, NO_PORT);
    }

    /** Looks an address or a name up; it has no port. */
    public static InetAddress host(String name) throws UnusableException {
        if (name.isBlank()) {
            throw new UnusableException(Printable.quote(name) + " names no host; write its name or address.");
        }
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new UnusableException(unknown(name), e);
        }
    }

    /** Returns the wildcard address for IPv6 and IPv4, or for IPv4 if the machine has no IPv6. */
    public static InetAddress everyAddress() throws UnusableException {
        return host(hasIpv6() ? "::" : "0.0.0.0");
    }

    private static boolean hasIpv6() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.flatMap(NetworkInterface::inetAddresses).anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException withoutInterfaces) {
            return false;
        }
    }

    /** Returns the same address, of which RTCP takes the next port (RFC 3550, section 11). */
    public static InetSocketAddress withNextPort(InetSocketAddress address) throws UnusableException {
        if (address.getPort() == MAX_PORT) {
            throw new UnusableException("After port " + MAX_PORT
                    + " there is none for RTCP; use another port, or --rtcp-mux, with which RTCP shares it.");
        }
        return address;
    }

    /** Returns whether all machines of a network hear what is sent there, as far as this system knows. */
    public static boolean isBroadcast(InetAddress address) {
        return !address.isMulticastAddress() && BroadcastAddresses.isForMany(address);
    }

    /** Returns an address as it was looked up: the name if it has one, else as RFC 5952 writes it, and the port. */
    public static String text(InetSocketAddress address) {
        boolean isNamed = !address.getHostString().equals(address.getAddress().getHostAddress());
        return isNamed
                ? text(address.getHostString(), address.getPort())
                : AddressText.of(new InetSocketAddress(LinkScope.named(address.getAddress()), address.getPort()));
    }

    /** Returns {@code HOST:PORT} or {@code [IPV6]:PORT}. */
    public static String text(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static InetSocketAddress bound(String text, HostAndPort parts, int defaultPort, String form)
            throws UnusableException {
        int port = port(text, parts.port(), defaultPort, form);
        InetAddress address = parts.host().isEmpty() ? everyAddress() : host(parts.host());
        LinkScope.check(address, parts.port());
        return new InetSocketAddress(address, port);
    }

    private static String unknown(String name) {
        int scope = name.indexOf('%');
        if (name.indexOf(':') >= 0 && scope >= 0) {
            return Printable.quote(name.substring(scope + 1)) + " in " + Printable.quote(name)
                    + " is no interface here with addresses of its link; "
                    + LinkScope.inWords(name.regionMatches(true, 0, "ff", 0, 2)) + ".";
        }
        return name.indexOf(':') >= 0
                ? Printable.quote(name) + " is no address of a host; write it without a port."
                : "The host " + Printable.quote(name) + " is not known here; check its name.";
    }

    private static int port(String text, String port, int defaultPort, String form) throws UnusableException {
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
                Printable.quote(text) + " has no port from 1 to " + MAX_PORT + "; write " + form + ".");
    }
}
