package paloma.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.DomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A listening UNIX datagram socket. Its file is deleted when it is closed, if it is still this socket's. */
public final class UnixEndpoint implements ListeningSocket {
    private final Path path;
    private final Channel channel;
    private final Object inode;

    /** @param inode of the file to delete at the end; null where it is somebody else's */
    private UnixEndpoint(Path path, Channel channel, Object inode) {
        this.path = path;
        this.channel = channel;
        this.inode = inode;
    }

    /**
     * Listens at {@code path}. A socket that nobody listens behind any more is replaced; anything else is not touched.
     *
     * @param access who may send to it
     * @param pipeline adds the channel's handlers, which get {@link io.netty.channel.unix.DomainDatagramPacket}s
     * @throws BindException when somebody listens there
     * @throws IOException when the path is taken otherwise or cannot be made
     */
    public static UnixEndpoint open(
            Transport transport, EventLoopGroup group, Path path, UnixAccess access, Consumer<ChannelPipeline> pipeline)
            throws IOException {
        SocketFile.refuseUnusable(path);
        SocketFile.removeDead(path);
        ChannelFuture binding = bootstrap(group, pipeline, transport::unixDatagramChannel)
                .bind(new DomainSocketAddress(path.toFile()))
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw BindFailure.of(binding.cause());
        }
        UnixEndpoint endpoint = new UnixEndpoint(path, binding.channel(), SocketFile.inode(path));
        try {
            access.applyTo(path);
        } catch (IOException e) {
            endpoint.close();
            throw e;
        }
        return endpoint;
    }

    /** Listens at a socket that is bound already; its file is left alone. */
    public static UnixEndpoint adopt(EventLoopGroup group, PassedSocket passed, Consumer<ChannelPipeline> pipeline)
            throws IOException {
        ChannelFuture registering = bootstrap(group, pipeline, () -> (DomainDatagramChannel) passed.channel())
                .register()
                .awaitUninterruptibly();
        if (!registering.isSuccess()) {
            throw BindFailure.of(registering.cause());
        }
        return new UnixEndpoint(Path.of(passed.path()), registering.channel(), null);
    }

    public Path path() {
        return path;
    }

    public Channel channel() {
        return channel;
    }

    @Override
    public void stopReading() {
        UdpEndpoint.stopReading(channel);
    }

    @Override
    public void close() {
        deleteFile(); // while the socket is open: nobody else's file can have its inode
        channel.close().awaitUninterruptibly();
    }

    private void deleteFile() {
        try {
            if (inode != null && inode.equals(SocketFile.inode(path))) {
                Files.delete(path);
            }
        } catch (IOException ignored) {
            // The folder may be gone, or no longer ours: then nobody finds the file either.
            return;
        }
    }

    private static Bootstrap bootstrap(
            EventLoopGroup group, Consumer<ChannelPipeline> pipeline, ChannelFactory<DomainDatagramChannel> channels) {
        return new Bootstrap()
                .group(group)
                .channelFactory(channels)
                .option(ChannelOption.RECVBUF_ALLOCATOR, RingAllocator.INSTANCE)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        pipeline.accept(channel.pipeline());
                    }
                });
    }
}
