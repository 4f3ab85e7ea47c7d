package paloma.audio.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import paloma.audio.pcm.UnusableException;
import paloma.net.Transport;

/** Opens the UDP sockets that sound comes and goes by. */
public final class Sockets {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int LARGEST_DATAGRAM = 65_536;

    /** Expedited forwarding (RFC 3246), in the upper six bits. */
    private static final int EXPEDITED = 46 << 2;

    private Sockets() {}

    /**
     * Binds a socket; a multicast address is joined as well.
     *
     * @param expedited whether what leaves is marked for expedited forwarding
     */
    public static Channel bind(
            EventLoopGroup loops,
            InetSocketAddress address,
            boolean expedited,
            int multicastHops,
            ChannelHandler handler)
            throws UnusableException {
        boolean isGroup = address.getAddress().isMulticastAddress();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channelFactory(() -> Transport.best().udpChannel(address.getAddress()))
                .option(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
                .option(ChannelOption.SO_REUSEADDR, isGroup)
                .handler(handler);
        if (expedited) {
            bootstrap.option(ChannelOption.IP_TOS, EXPEDITED);
        }
        if (multicastHops > 0) {
            bootstrap.option(ChannelOption.IP_MULTICAST_TTL, multicastHops);
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UnusableException(
                    "Port " + address.getPort() + " of " + address.getAddress().getHostAddress()
                            + " cannot be listened on (" + bound.cause().getMessage() + "); choose another.",
                    bound.cause());
        }
        if (isGroup) {
            join((DatagramChannel) bound.channel(), address.getAddress());
        }
        return bound.channel();
    }

    private static void join(DatagramChannel channel, InetAddress group) throws UnusableException {
        try {
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (one.isUp() && one.supportsMulticast()) {
                    channel.joinGroup(group, one, null).awaitUninterruptibly();
                }
            }
        } catch (SocketException e) {
            throw new UnusableException(
                    "The group " + group.getHostAddress() + " cannot be joined: " + e.getMessage(), e);
        }
    }
}
