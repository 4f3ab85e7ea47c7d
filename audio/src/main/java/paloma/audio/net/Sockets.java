package paloma.audio.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
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
     */
    public static Channel bind(
            EventLoopGroup loops,
            InetSocketAddress address,
            boolean expedited,
            int multicastHops,
            ChannelHandler handler)
            throws UnusableException {
        UdpOptions options = new UdpOptions(1, BUFFER_BYTES, false, expedited ? EXPEDITED : 0, multicastHops, null);
        try {
            return UdpEndpoint.open(Transport.best(), loops, address, options, pipeline -> pipeline.addLast(handler))
                    .channels()
                    .get(0);
        } catch (IOException e) {
            throw new UnusableException(
                    "Port " + address.getPort() + " of " + AddressText.of(address.getAddress())
                            + " cannot be listened on (" + e.getMessage() + "); choose another.",
                    e);
        }
    }
}
