package paloma.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Opens channels to one peer, for clients. A connected datagram channel hears from its peer alone, and learns
 * from the kernel that nobody listens there: as {@link java.net.PortUnreachableException} (ICMP, RFC 1122, section
 * 4.1.3.3) at a later send, or by {@code exceptionCaught}.
 *
 * <p>On epoll an empty datagram from the peer is lost: Netty (4.2.18) takes it for nothing read. {@link Transport#NIO}
 * passes it up.
 */
public final class PeerChannel {
    private PeerChannel() {}

    /**
     * Connects a UDP socket, from a free port, to {@code peer}; sends nothing. What arrives passes up whole.
     *
     * @param pipeline adds the channel's handlers, which get {@link io.netty.channel.socket.DatagramPacket}s and write
     *     {@link io.netty.buffer.ByteBuf}s; an empty one leaves as an empty datagram
     */
    public static Channel udp(
            Transport transport, EventLoopGroup group, InetSocketAddress peer, Consumer<ChannelPipeline> pipeline)
            throws IOException {
        return opened(connectUdp(transport, group, peer, pipeline));
    }

    /** Starts what {@link #udp} does, and does not wait for its end. */
    public static ChannelFuture connectUdp(
            Transport transport, EventLoopGroup group, InetSocketAddress peer, Consumer<ChannelPipeline> pipeline) {
        ChannelFactory<Channel> channels = () -> transport.udpChannel(peer.getAddress());
        Bootstrap bootstrap = bootstrap(group, channels, all -> {
                    all.addLast("empties", transport == Transport.NIO ? new EmptyToPeer() : new EmptyDatagrams());
                    pipeline.accept(all);
                })
                .option(ChannelOption.SO_BROADCAST, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, RingAllocator.INSTANCE);
        return bootstrap.connect(peer);
    }

    /** Connects by TCP, for at most {@code timeoutMillis}; either side may end its stream before the other does. */
    public static Channel tcp(
            Transport transport,
            EventLoopGroup group,
            InetSocketAddress peer,
            int timeoutMillis,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        return opened(connectTcp(transport, group, peer, timeoutMillis, pipeline));
    }

    /**
     * Starts what {@link #tcp} does, and does not wait for its end. A write that fails does not close the channel: what the
     * peer said before it broke the connection off, such as why, is still read, and then its end.
     */
    public static ChannelFuture connectTcp(
            Transport transport,
            EventLoopGroup group,
            InetSocketAddress peer,
            int timeoutMillis,
            Consumer<ChannelPipeline> pipeline) {
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(transport.tcpChannel())
                .handler(initializer(pipeline))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true);
        return bootstrap.connect(peer);
    }

    /**
     * Connects a UNIX datagram socket, bound to {@code own} so that it can be answered. The file is the caller's to
     * delete.
     *
     * @param pipeline adds the channel's handlers, which get {@link io.netty.channel.unix.DomainDatagramPacket}s and
     *     write {@link io.netty.buffer.ByteBuf}s
     */
    public static Channel unix(
            Transport transport, EventLoopGroup group, Path own, Path peer, Consumer<ChannelPipeline> pipeline)
            throws IOException {
        ChannelFactory<Channel> channels = transport::unixDatagramChannel;
        Bootstrap bootstrap = bootstrap(group, channels, all -> {
                    all.addLast("empties", new EmptyDatagrams());
                    pipeline.accept(all);
                })
                .option(ChannelOption.RECVBUF_ALLOCATOR, RingAllocator.INSTANCE);
        return opened(bootstrap.connect(address(peer), address(own)));
    }

    private static Bootstrap bootstrap(
            EventLoopGroup group, ChannelFactory<Channel> channels, Consumer<ChannelPipeline> pipeline) {
        return new Bootstrap().group(group).channelFactory(channels).handler(initializer(pipeline));
    }

    private static ChannelInitializer<Channel> initializer(Consumer<ChannelPipeline> pipeline) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                pipeline.accept(channel.pipeline());
            }
        };
    }

    private static SocketAddress address(Path path) {
        return new DomainSocketAddress(path.toFile());
    }

    private static Channel opened(ChannelFuture connecting) throws IOException {
        connecting.awaitUninterruptibly();
        if (!connecting.isSuccess()) {
            throw connecting.cause() instanceof IOException e ? e : new IOException(connecting.cause());
        }
        return connecting.channel();
    }
}
