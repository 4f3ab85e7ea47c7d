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
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** A listening UNIX datagram socket. Its file is deleted when it is closed, if it is still this socket's. */
public final class UnixEndpoint implements ListeningSocket {
    /** S_IFMT and S_IFSOCK of inode(7). */
    private static final int FILE_TYPE = 0170000;

    private static final int SOCKET = 0140000;

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
        refuseUnusable(path);
        removeDead(transport, group, path);
        ChannelFuture binding = bootstrap(transport, group, pipeline)
                .bind(new DomainSocketAddress(path.toFile()))
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw BindFailure.of(binding.cause());
        }
        UnixEndpoint endpoint = new UnixEndpoint(path, binding.channel(), inode(path));
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
            throw new IOException(registering.cause());
        }
        return new UnixEndpoint(Path.of(passed.path()), registering.channel(), null);
    }

    /** @throws IOException with what is wrong, when no socket can be made at {@code path}; asks nobody who may listen there */
    public static void refuseUnusable(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("the folder " + Printable.quote(String.valueOf(folder)) + " is not there");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("the folder " + Printable.quote(folder.toString()) + " cannot be written to");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isSocket(path)) {
            throw new IOException("what lies there is no socket, and stays");
        }
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
        channel.close().awaitUninterruptibly();
        try {
            if (inode != null && inode.equals(inode(path))) {
                Files.delete(path);
            }
        } catch (IOException ignored) {
            // The folder may be gone, or no longer ours: then nobody finds the file either.
            return;
        }
    }

    /** Nobody listens behind a socket that refuses a connection; connecting a datagram socket sends nothing. */
    private static void removeDead(Transport transport, EventLoopGroup group, Path path) throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Object probed = inode(path);
        ChannelFuture connecting = bootstrap(transport, group, pipeline -> {})
                .connect(new DomainSocketAddress(path.toFile()))
                .awaitUninterruptibly();
        connecting.channel().close().awaitUninterruptibly();
        if (!(connecting.cause() instanceof ConnectException)) {
            throw new BindException("somebody is listening there");
        }
        if (probed.equals(inode(path))) {
            Files.delete(path);
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FILE_TYPE) == SOCKET;
    }

    /** Returns what tells a file from another that takes its name later. */
    private static Object inode(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static Bootstrap bootstrap(Transport transport, EventLoopGroup group, Consumer<ChannelPipeline> pipeline) {
        return bootstrap(group, pipeline, transport::unixDatagramChannel);
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
