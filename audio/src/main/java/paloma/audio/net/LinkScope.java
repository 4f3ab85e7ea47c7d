package paloma.audio.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import paloma.audio.pcm.UnusableException;
import paloma.net.AddressText;

/** The network interface that an IPv6 address of one link needs, since each link may have that address (RFC 4007). */
final class LinkScope {
    private LinkScope() {}

    /** Refuses an address that is reached by one interface only and does not say by which. */
    static void check(InetAddress address, String port) throws UnusableException {
        if (!(address instanceof Inet6Address ipv6) || !isOfOneLink(ipv6) || ipv6.getScopeId() != 0) {
            return;
        }
        String text = AddressText.of(address);
        List<String> names = interfaces(address.isMulticastAddress());
        String example = "[" + text + "%" + (names.isEmpty() ? "eth0" : names.get(0)) + "]";
        throw new UnusableException("Each network has its own " + text
                + "; write by which interface it is reached, as in " + example + (port.isEmpty() ? "" : ":" + port)
                + " (" + inWords(names) + ").");
    }

    /** Returns the interfaces that such an address may name, in words. */
    static String inWords(boolean isMulticast) {
        return inWords(interfaces(isMulticast));
    }

    /** Returns the same address with the name of its interface: what comes from a socket has only its number. */
    static InetAddress named(InetAddress address) {
        if (!(address instanceof Inet6Address ipv6) || ipv6.getScopeId() == 0 || ipv6.getScopedInterface() != null) {
            return address;
        }
        try {
            NetworkInterface one = NetworkInterface.getByIndex(ipv6.getScopeId());
            return one == null ? address : Inet6Address.getByAddress(null, ipv6.getAddress(), one);
        } catch (UnknownHostException | SocketException e) {
            return address;
        }
    }

    private static String inWords(List<String> names) {
        return names.isEmpty() ? "there is none" : "there is " + String.join(", ", names);
    }

    private static boolean isOfOneLink(Inet6Address address) {
        return address.isLinkLocalAddress() || address.isMCLinkLocal() || address.isMCNodeLocal();
    }

    /** Java takes for an address of one host only an interface that has such an address itself, as the loopback has none. */
    private static List<String> interfaces(boolean isMulticast) {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.filter(one -> one.inetAddresses()
                            .anyMatch(own -> isMulticast ? own instanceof Inet6Address : own.isLinkLocalAddress()))
                    .sorted(Comparator.comparing(one -> one.inetAddresses().anyMatch(InetAddress::isLoopbackAddress)))
                    .map(NetworkInterface::getName)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
