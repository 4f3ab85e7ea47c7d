package paloma.audio.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import paloma.audio.pcm.UnusableException;
import paloma.net.AddressText;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;

/** Opens the UDP sockets that sound comes and goes by. */
public final class Sockets {
    private static final int BUFFER_BYTES = 1 << 20;

    /** Expedited forwarding (RFC 3246), in the upper six bits. */
    private static final int EXPEDITED = 46 << 2;

    private Sockets() {}

    /**
     * Binds a socket; a multicast address is joined as well.
     *
     * @param expedited whether what leaves is marked for expedited forwarding
     * @param multicastHops 0 for the system's default
     * @throws IOException when the port is taken or the address is not of this host; see {@link #refusal}
     */
    public static Channel bind(
            EventLoopGroup loops,
            InetSocketAddress address,
            boolean expedited,
            int multicastHops,
            ChannelHandler handler)
            throws IOException {
        UdpOptions options = new UdpOptions(1, BUFFER_BYTES, false, expedited ? EXPEDITED : 0, multicastHops, null);
        return UdpEndpoint.open(Transport.best(), loops, address, options, pipeline -> pipeline.addLast(handler))
                .channels()
                .get(0);
    }

    /**
     * Returns the sentence for a port that cannot be listened on. It names what somebody wrote, and no wildcard.
     *
     * @param use whose port it is, with a comma before and behind, or empty
     * @param instead what to do about it
     */
    public static UnusableException refusal(InetSocketAddress address, String use, String instead, IOException why) {
        InetAddress host = address.getAddress();
        if (!host.isAnyLocalAddress() && !host.isMulticastAddress() && !isHere(host)) {
            return new UnusableException(
                    AddressText.of(host) + " is no address of this machine; use one of its own, or none for all.", why);
        }
        String of = host.isAnyLocalAddress() ? "" : " of " + AddressText.of(host);
        return new UnusableException(
                "Port " + address.getPort() + of + use + " cannot be listened on (" + why.getMessage() + "); " + instead
                        + ".",
                why);
    }

    private static boolean isHere(InetAddress host) {
        try {
            return host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
        } catch (SocketException e) {
            return true;
        }
    }
}
