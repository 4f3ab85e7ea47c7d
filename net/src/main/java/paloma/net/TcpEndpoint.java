package paloma.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;

/** A listening TCP address and its connections, whose number is bounded. */
public final class TcpEndpoint implements ListeningSocket {
    private static final int BACKLOG = 1_024;

    private final ChannelGroup connections = new DefaultChannelGroup("connections", GlobalEventExecutor.INSTANCE, true);
    private final Channel listener;

    private TcpEndpoint(
            EventLoopGroup group,
            Function<ServerBootstrap, ChannelFuture> open,
            int maxConnections,
            Runnable refused,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        ChannelFuture binding = open.apply(new ServerBootstrap()
                        .group(group)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel connection) {
                                if (connections.size() >= maxConnections) {
                                    refused.run();
                                    connection.pipeline().addLast(new CloseAtOnce());
                                } else {
                                    connections.add(connection);
                                    pipeline.accept(connection.pipeline());
                                }
                            }
                        }))
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw binding.cause() instanceof IOException e ? e : new IOException(binding.cause());
        }
        listener = binding.channel();
    }

    /**
     * Listens at {@code address}; port 0 takes a free one. A connection over {@code maxConnections} is closed at once.
     *
     * @param refused run for each connection that was one too many
     * @param pipeline adds the handlers of a connection; called on its event loop
     * @throws IOException when the port is taken or the address is not of this host
     */
    public static TcpEndpoint open(
            Transport transport,
            EventLoopGroup group,
            InetSocketAddress address,
            int maxConnections,
            Runnable refused,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        return new TcpEndpoint(
                group,
                all -> all.channel(transport.tcpServerChannel()).bind(address),
                maxConnections,
                refused,
                pipeline);
    }

    /** Listens at a socket that listens already; the rest as for {@link #open}. */
    public static TcpEndpoint adopt(
            EventLoopGroup group,
            PassedSocket passed,
            int maxConnections,
            Runnable refused,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        ChannelFactory<ServerChannel> channels = () -> (ServerChannel) passed.channel();
        return new TcpEndpoint(
                group, all -> all.channelFactory(channels).register(), maxConnections, refused, pipeline);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void stopReading() {
        UdpEndpoint.stopReading(listener);
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }

    private static final class CloseAtOnce extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.close();
        }
    }
}
