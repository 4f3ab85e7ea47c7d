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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A listening TCP address and its connections, whose number is bounded. */
public final class TcpEndpoint implements ListeningSocket {
    private static final int BACKLOG = 1_024;

    /** A round trip across the world, for answers that are on their way: a stop waits for nobody who does not read. */
    private static final int CLOSING_MILLIS = 300;

    private final ChannelGroup connections = new DefaultChannelGroup("connections", GlobalEventExecutor.INSTANCE, true);
    private final AcceptRetry accepting;
    private final Channel listener;
    private boolean closing;
    private long beganNanos;

    private TcpEndpoint(
            EventLoopGroup group,
            Function<ServerBootstrap, ChannelFuture> open,
            ConnectionLimits limits,
            ConnectionWatch watch,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        accepting = new AcceptRetry(watch);
        ChannelFuture binding = open.apply(new ServerBootstrap()
                        .group(group)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .handler(accepting)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel connection) {
                                InetSocketAddress peer = (InetSocketAddress) connection.remoteAddress();
                                if (peer != null && limits.admit(connection, peer.getAddress(), watch)) {
                                    connections.add(connection);
                                    pipeline.accept(connection.pipeline());
                                } else {
                                    connection.pipeline().addLast(new CloseAtOnce());
                                }
                            }
                        }))
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw BindFailure.of(binding.cause());
        }
        listener = binding.channel();
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @param limits of its connections, which other endpoints may share
     * @param watch told of connections that were not to be
     * @param pipeline adds the handlers of a connection; called on its event loop
     * @throws IOException when the port is taken or the address is not of this host
     */
    public static TcpEndpoint open(
            Transport transport,
            EventLoopGroup group,
            InetSocketAddress address,
            ConnectionLimits limits,
            ConnectionWatch watch,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        ChannelFactory<ServerChannel> channels = () -> transport.tcpServerChannel(address.getAddress());
        return new TcpEndpoint(group, all -> all.channelFactory(channels).bind(address), limits, watch, pipeline);
    }

    /** Listens at a socket that listens already; the rest as for {@link #open}. */
    public static TcpEndpoint adopt(
            EventLoopGroup group,
            PassedSocket passed,
            ConnectionLimits limits,
            ConnectionWatch watch,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        ChannelFactory<ServerChannel> channels = () -> (ServerChannel) passed.channel();
        return new TcpEndpoint(group, all -> all.channelFactory(channels).register(), limits, watch, pipeline);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public void stopReading() {
        accepting.stop();
        UdpEndpoint.stopReading(listener);
    }

    @Override
    public void stopAccepting() {
        accepting.stop();
        listener.close().awaitUninterruptibly();
    }

    @Override
    public void beginToClose() {
        stopAccepting();
        connections.forEach(TcpEndpoint::end);
        beganNanos = System.nanoTime();
        closing = true;
    }

    /** Waits until the peers have ended the connections that there are, for at most {@code nanos}. */
    public void awaitPeers(long nanos) throws InterruptedException {
        connections.newCloseFuture().await(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        if (!closing) {
            beginToClose();
        }
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(CLOSING_MILLIS) - (System.nanoTime() - beganNanos);
        connections.newCloseFuture().awaitUninterruptibly(Math.max(0, leftNanos), TimeUnit.NANOSECONDS);
        connections.close().awaitUninterruptibly();
    }

    private static void end(Channel connection) {
        if (connection.pipeline().get(LingeringCloseHandler.class) == null) {
            connection.close();
        } else {
            LingeringCloseHandler.end(connection);
        }
    }

    private static final class CloseAtOnce extends ChannelInboundHandlerAdapter {
        /** An end without a word might pass for an answer. */
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            LingeringCloseHandler.resetAtClose(ctx.channel(), true);
            ctx.close();
        }
    }
}
