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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** A listening UNIX datagram socket. Its file is deleted when it is closed. */
public final class UnixEndpoint implements AutoCloseable {
    private final Path path;
    private final Channel channel;

    private UnixEndpoint(Path path, Channel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Listens at {@code path}. A socket file that a server left behind is replaced; anything else is not touched.
     *
     * @param pipeline adds the channel's handlers, which get {@link io.netty.channel.unix.DomainDatagramPacket}s
     * @throws IOException when the path is taken or cannot be made
     */
    public static UnixEndpoint open(
            Transport transport, EventLoopGroup group, Path path, Consumer<ChannelPipeline> pipeline)
            throws IOException {
        if (isAbandonedSocket(transport, group, path)) {
            Files.delete(path);
        }
        ChannelFuture binding = bootstrap(transport, group, pipeline)
                .bind(new DomainSocketAddress(path.toFile()))
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw binding.cause() instanceof IOException e ? e : new IOException(binding.cause());
        }
        return new UnixEndpoint(path, binding.channel());
    }

    public Path path() {
        return path;
    }

    public Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        try {
            Files.deleteIfExists(path);
        } catch (IOException ignored) {
            // The folder may be gone, or no longer ours: then nobody finds the file either.
            return;
        }
    }

    /** Nobody listens behind a socket file that refuses a connection; connecting a datagram socket sends nothing. */
    private static boolean isAbandonedSocket(Transport transport, EventLoopGroup group, Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                || !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            return false;
        }
        ChannelFuture connecting = bootstrap(transport, group, pipeline -> {})
                .connect(new DomainSocketAddress(path.toFile()))
                .awaitUninterruptibly();
        connecting.channel().close().awaitUninterruptibly();
        return !connecting.isSuccess();
    }

    private static Bootstrap bootstrap(Transport transport, EventLoopGroup group, Consumer<ChannelPipeline> pipeline) {
        ChannelFactory<DomainDatagramChannel> channels = transport::unixDatagramChannel;
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
