package paloma.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueDomainDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How this machine does its I/O: natively (epoll on Linux, kqueue on macOS) or by the JDK (NIO, everywhere). */
public enum Transport {
    EPOLL,
    KQUEUE,
    NIO;

    static {
        MachineId.choose();
    }

    /** Returns the native transport of this machine, or {@link #NIO} where none loads. */
    public static Transport best() {
        if (EPOLL.isAvailable()) {
            return EPOLL;
        }
        return KQUEUE.isAvailable() ? KQUEUE : NIO;
    }

    /** Returns the transports that load on this machine, the native one first. */
    public static List<Transport> available() {
        return Stream.of(values()).filter(Transport::isAvailable).toList();
    }

    public boolean isAvailable() {
        return switch (this) {
            case EPOLL -> isOs("linux") && Epoll.isAvailable();
            case KQUEUE -> isOs("mac") && KQueue.isAvailable();
            case NIO -> true;
        };
    }

    /** Returns whether there are UNIX datagram sockets; the JDK itself has none. */
    public boolean hasUnixDatagrams() {
        return this != NIO;
    }

    /** Starts {@code threads} daemon event loops called {@code name-1}, {@code name-2} and so on. */
    public EventLoopGroup eventLoops(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), ioHandlers());
    }

    /**
     * Opens a UDP channel to be bound or connected to {@code address}. An IPv4 one gets an IPv4 socket: through one of both
     * families each IPv4 datagram makes a detour in the kernel.
     */
    public DatagramChannel udpChannel(InetAddress address) {
        boolean ipv4 = address instanceof Inet4Address;
        return switch (this) {
            case EPOLL -> ipv4 ? new EpollDatagramChannel(SocketProtocolFamily.INET) : new EpollDatagramChannel();
            case KQUEUE -> ipv4 ? new KQueueDatagramChannel(SocketProtocolFamily.INET) : new KQueueDatagramChannel();
            case NIO -> EmptyDatagrams.nioChannel(ipv4 ? StandardProtocolFamily.INET : null);
        };
    }

    /**
     * Opens a UNIX datagram channel.
     *
     * @throws UnsupportedOperationException where {@link #hasUnixDatagrams()} is false
     */
    public DomainDatagramChannel unixDatagramChannel() {
        return switch (this) {
            case EPOLL -> new EpollDomainDatagramChannel();
            case KQUEUE -> new KQueueDomainDatagramChannel();
            case NIO -> throw new UnsupportedOperationException("NIO has no UNIX datagram sockets");
        };
    }

    /**
     * Opens a channel to listen at {@code address}. An IPv4 one gets an IPv4 socket: the wildcard of a socket of both
     * families would take IPv6 too.
     */
    public ServerSocketChannel tcpServerChannel(InetAddress address) {
        SocketProtocolFamily family =
                address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return switch (this) {
            case EPOLL -> new EpollServerSocketChannel(family);
            case KQUEUE -> new KQueueServerSocketChannel();
            case NIO -> new NioServerSocketChannel(SelectorProvider.provider(), family);
        };
    }

    public Class<? extends SocketChannel> tcpChannel() {
        return switch (this) {
            case EPOLL -> EpollSocketChannel.class;
            case KQUEUE -> KQueueSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private IoHandlerFactory ioHandlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case KQUEUE -> KQueueIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    private static boolean isOs(String name) {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith(name);
    }
}
