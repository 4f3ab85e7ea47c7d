package paloma.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The group that a socket is bound to, and the interfaces on which it is joined. */
record MulticastGroup(InetAddress address, NetworkInterface only) {
    /**
     * @param address an IPv6 address may name its interface
     * @param only null for every interface that is up
     * @throws IOException when the group is of one link and nobody says of which
     */
    static MulticastGroup of(InetAddress address, NetworkInterface only) throws IOException {
        if (!(address instanceof Inet6Address ipv6)) {
            return new MulticastGroup(address, only);
        }
        if (ipv6.getScopedInterface() != null) {
            return new MulticastGroup(address, ipv6.getScopedInterface());
        }
        if (!ipv6.isMCLinkLocal() && !ipv6.isMCNodeLocal()) {
            return new MulticastGroup(address, only);
        }
        if (only == null) {
            throw new IOException("a group of one link needs its interface, as in [ff02::1%eth0]");
        }
        return new MulticastGroup(Inet6Address.getByAddress(null, ipv6.getAddress(), only), only);
    }

    /**
     * Joins: who sends to the group may be behind any interface.
     *
     * @return where it did not work, in words, although it should have
     * @throws IOException when it worked nowhere
     */
    List<String> joinBy(DatagramChannel channel) throws IOException {
        List<String> failures = new ArrayList<>();
        int joined = 0;
        for (NetworkInterface one : interfaces()) {
            ChannelFuture joining = channel.joinGroup(address, one, null).awaitUninterruptibly();
            if (joining.isSuccess()) {
                joined++;
            } else if (one.supportsMulticast() || one.equals(only)) {
                failures.add(
                        one.getName() + " (" + BindFailure.of(joining.cause()).getMessage() + ")");
            }
        }
        if (joined == 0) {
            throw new IOException("the group cannot be joined on "
                    + (failures.isEmpty() ? "any interface of this host" : String.join(", ", failures)));
        }
        return failures;
    }

    private List<NetworkInterface> interfaces() throws IOException {
        if (only != null && !hasAddress(only)) {
            throw new IOException("the interface " + only.getName() + " has no IPv4 address");
        }
        List<NetworkInterface> interfaces = new ArrayList<>();
        for (NetworkInterface one : only == null ? all() : List.of(only)) {
            if (one.equals(only) || one.isUp() && hasAddress(one)) {
                interfaces.add(one);
            }
        }
        return interfaces;
    }

    private static List<NetworkInterface> all() throws IOException {
        return Collections.list(NetworkInterface.getNetworkInterfaces());
    }

    /** An interface is joined by its IPv4 address; without one the system would take another interface. */
    private boolean hasAddress(NetworkInterface one) {
        return address instanceof Inet6Address
                || Collections.list(one.getInetAddresses()).stream().anyMatch(Inet4Address.class::isInstance);
    }
}
