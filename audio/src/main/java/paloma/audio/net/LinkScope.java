package paloma.audio.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
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
        String example = "[" + text + "%" + interfaces().stream().findFirst().orElse("eth0") + "]";
        throw new UnusableException(
                "Each network has its own " + text + "; write by which interface it is reached, as in " + example
                        + (port.isEmpty() ? "" : ":" + port) + " (" + inWords() + ").");
    }

    /** Returns the interfaces that such an address may name, in words. */
    static String inWords() {
        List<String> names = interfaces();
        return names.isEmpty() ? "there is none" : "there is " + String.join(", ", names);
    }

    private static boolean isOfOneLink(Inet6Address address) {
        return address.isLinkLocalAddress() || address.isMCLinkLocal() || address.isMCNodeLocal();
    }

    /** Java takes none without an address of the link, as the loopback is. */
    private static List<String> interfaces() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.filter(one -> one.inetAddresses().anyMatch(InetAddress::isLinkLocalAddress))
                    .map(NetworkInterface::getName)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
