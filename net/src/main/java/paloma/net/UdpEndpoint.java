package paloma.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A listening UDP address, with one socket for each event loop (SO_REUSEPORT). What arrives passes up as
 * {@link io.netty.channel.socket.DatagramPacket}, whole; what is written leaves joined where that is cheaper, and from
 * the address that was asked: a packet whose {@code sender} is one of the host's addresses leaves from that one, also
 * when the endpoint is bound to the wildcard (epoll only; see {@link #answersFromAskedAddress()}). What was sent to many
 * hosts arrives once. A multicast address is joined, and shared with other programs.
 */
public final class UdpEndpoint implements ListeningSocket {
    /** A batch of 64 of the largest answers, 4 MiB, does not mean that the socket is stuck. */
    private static final WriteBufferWaterMark ANSWERS_WAITING = new WriteBufferWaterMark(4 << 20, 8 << 20);

    private final Transport transport;
    private final List<EventLoop> loops = new ArrayList<>();
    private final UdpOptions options;
    private final BiConsumer<ChannelPipeline, UdpStages> pipeline;
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final AskedAddresses askedAddresses = new AskedAddresses(this::bindTo);
    private InetSocketAddress address;
    private List<String> notJoined = List.of();
    private boolean isAdopted;

    private UdpEndpoint(
            Transport transport,
            EventLoopGroup group,
            UdpOptions options,
            BiConsumer<ChannelPipeline, UdpStages> pipeline) {
        this.transport = transport;
        this.options = options;
        this.pipeline = pipeline;
        for (EventExecutor loop : group) {
            loops.add((EventLoop) loop);
        }
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @param pipeline adds the handlers of a channel behind the {@link UdpStages}; called on its event loop, once for
     *     each socket
     * @throws IOException when the port is taken or the address is not of this host
     */
    public static UdpEndpoint open(
            Transport transport,
            EventLoopGroup group,
            InetSocketAddress address,
            UdpOptions options,
            Consumer<ChannelPipeline> pipeline)
            throws IOException {
        return open(transport, group, address, options, (all, stages) -> {
            stages.addTo(all);
            pipeline.accept(all);
        });
    }

    /**
     * Listens at {@code address}; port 0 takes a free one.
     *
     * @param pipeline adds all handlers of a channel, the stages in front too; called on its event loop, once for each
     *     socket
     * @throws IOException when the port is taken or the address is not of this host
     */
    public static UdpEndpoint open(
            Transport transport,
            EventLoopGroup group,
            InetSocketAddress address,
            UdpOptions options,
            BiConsumer<ChannelPipeline, UdpStages> pipeline)
            throws IOException {
        UdpEndpoint endpoint = new UdpEndpoint(transport, group, options, pipeline);
        try {
            endpoint.open(address);
        } catch (IOException e) {
            endpoint.close();
            throw e;
        }
        return endpoint;
    }

    /**
     * Listens at a socket that is bound already, on one event loop. It answers from the address of the route where it is
     * bound to the wildcard: a socket for each asked address would take datagrams with it when this process ends.
     *
     * @param pipeline as for {@link #open}
     */
    public static UdpEndpoint adopt(
            EventLoopGroup group,
            PassedSocket passed,
            UdpOptions options,
            BiConsumer<ChannelPipeline, UdpStages> pipeline)
            throws IOException {
        UdpEndpoint endpoint = new UdpEndpoint(Transport.EPOLL, group, options, pipeline);
        endpoint.address = passed.address();
        endpoint.isAdopted = true;
        ChannelFuture registering = endpoint.bootstrap(
                        group.next(), passed.address(), true, () -> (DatagramChannel) passed.channel())
                .register()
                .awaitUninterruptibly();
        if (!registering.isSuccess()) {
            throw BindFailure.of(registering.cause());
        }
        endpoint.channels.add(registering.channel());
        endpoint.join(registering.channel());
        return endpoint;
    }

    public InetSocketAddress address() {
        return address;
    }

    public UdpOptions options() {
        return options;
    }

    /** Returns the sockets that are open now, those for asked addresses included. */
    public List<Channel> channels() {
        List<Channel> all = new ArrayList<>(channels);
        all.addAll(askedAddresses.channels());
        return all;
    }

    /**
     * Returns whether answers leave from the address that was asked, whatever this endpoint is bound to. Netty is told the
     * asked address by IPv4 alone.
     */
    public boolean answersFromAskedAddress() {
        boolean routes = transport == Transport.EPOLL && !isAdopted && address.getAddress() instanceof Inet4Address;
        return !address.getAddress().isAnyLocalAddress() || routes;
    }

    /** Returns whether what was sent to many hosts, by broadcast or multicast, is told from the rest. */
    public boolean knowsBroadcasts() {
        return !address.getAddress().isAnyLocalAddress() || transport == Transport.EPOLL;
    }

    /** Returns the interfaces on which the group of this address was not joined, in words. */
    public List<String> notJoined() {
        return notJoined;
    }

    /** Returns the receive buffer that the kernel granted, in bytes as they were asked for. */
    public int grantedReceiveBufferBytes() {
        int told = channels.get(0).config().getOption(ChannelOption.SO_RCVBUF);
        // Linux doubles what was asked for, to account for its overhead, and reports the double (socket(7)).
        return transport == Transport.EPOLL ? told / 2 : told;
    }

    /**
     * Sets who is told when the process has no {@link Descriptors descriptor} for the socket of an asked address; answers
     * then leave from the address of the route. Any thread calls.
     */
    public void whenNotOpened(Consumer<Throwable> told) {
        askedAddresses.whenNotOpened(told);
    }

    @Override
    public void stopReading() {
        channels().forEach(UdpEndpoint::stopReading);
    }

    /** On its event loop, so that what is being read is passed on before. */
    static void stopReading(Channel channel) {
        channel.eventLoop().submit(() -> channel.config().setAutoRead(false)).awaitUninterruptibly();
    }

    @Override
    public void close() {
        channels().forEach(channel -> channel.close().awaitUninterruptibly());
    }

    /** Returns the socket on {@code loop} that is bound to {@code asked}, or soon will be; null where there is none. */
    ChannelFuture socketFor(InetAddress asked, EventLoop loop) {
        return askedAddresses.socketFor(asked, loop);
    }

    /** Opens one on every loop: the kernel gives them all that is sent to this address. */
    private List<ChannelFuture> bindTo(InetAddress asked) {
        InetSocketAddress local = new InetSocketAddress(asked, address.getPort());
        return channels.stream()
                .map(wildcard -> bootstrap(wildcard.eventLoop(), local, false).bind(local))
                .toList();
    }

    private void open(InetSocketAddress wanted) throws IOException {
        refuseTakenPort(wanted);
        address = wanted;
        if (wanted.getAddress().isMulticastAddress()) {
            address = new InetSocketAddress(group(wanted).address(), wanted.getPort());
        }
        int sockets = socketsAt(wanted.getAddress());
        for (int i = 0; i < sockets; i++) {
            ChannelFuture binding =
                    bootstrap(loops.get(i), address, i == 0).bind(address).awaitUninterruptibly();
            if (!binding.isSuccess()) {
                throw BindFailure.of(binding.cause());
            }
            channels.add(binding.channel());
            address = new InetSocketAddress(
                    address.getAddress(), ((InetSocketAddress) binding.channel().localAddress()).getPort());
            join(binding.channel());
        }
    }

    /** Each socket gets a copy of what is sent to many hosts: there is one, or those behind the first drop theirs. */
    private int socketsAt(InetAddress local) {
        boolean copiesPassUnknown = local.isAnyLocalAddress() && transport != Transport.EPOLL;
        boolean canShare = canSharePort() && !copiesPassUnknown && !BroadcastAddresses.isForMany(local);
        return canShare ? Math.min(options.sockets(), loops.size()) : 1;
    }

    private void join(Channel channel) throws IOException {
        if (address.getAddress().isMulticastAddress()) {
            notJoined = group(address).joinBy((DatagramChannel) channel);
        }
    }

    private MulticastGroup group(InetSocketAddress local) throws IOException {
        return MulticastGroup.of(local.getAddress(), options.multicastInterface());
    }

    /**
     * A socket that shares its port would also share that of another program of the same user, and take half of its
     * datagrams. A group is for all: each of its sockets gets everything.
     */
    private void refuseTakenPort(InetSocketAddress wanted) throws IOException {
        if (wanted.getPort() == 0 || wanted.getAddress().isMulticastAddress()) {
            return;
        }
        try (java.nio.channels.DatagramChannel probe = java.nio.channels.DatagramChannel.open()) {
            probe.bind(wanted);
        }
    }

    private boolean canSharePort() {
        return transport == Transport.EPOLL
                || (transport == Transport.NIO
                        && System.getProperty("os.name", "").startsWith("Linux"));
    }

    private Bootstrap bootstrap(EventLoop loop, InetSocketAddress local, boolean isFirst) {
        return bootstrap(loop, local, isFirst, () -> transport.udpChannel(local.getAddress()));
    }

    /** @param isFirst of those that share the port */
    private Bootstrap bootstrap(
            EventLoop loop, InetSocketAddress local, boolean isFirst, ChannelFactory<DatagramChannel> channels) {
        boolean seesDestinations = local.getAddress().isAnyLocalAddress() && transport == Transport.EPOLL;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .option(ChannelOption.SO_RCVBUF, options.receiveBufferBytes())
                .option(ChannelOption.SO_SNDBUF, options.receiveBufferBytes())
                .option(ChannelOption.SO_REUSEADDR, local.getAddress().isMulticastAddress())
                .option(ChannelOption.RECVBUF_ALLOCATOR, RingAllocator.INSTANCE)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ANSWERS_WAITING)
                .handler(new Pipeline(seesDestinations, isFirst));
        if (options.trafficClass() != 0) {
            bootstrap.option(ChannelOption.IP_TOS, options.trafficClass());
        }
        if (options.multicastHops() != 0) {
            bootstrap.option(ChannelOption.IP_MULTICAST_TTL, options.multicastHops());
        }
        if (transport == Transport.EPOLL) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
            bootstrap.option(EpollChannelOption.IP_RECVORIGDSTADDR, seesDestinations);
            bootstrap.option(EpollChannelOption.UDP_GRO, options.joinSegments());
        } else if (canSharePort()) {
            bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
        }
        return bootstrap;
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        private final boolean seesDestinations;
        private final boolean isFirst;

        Pipeline(boolean seesDestinations, boolean isFirst) {
            this.seesDestinations = seesDestinations;
            this.isFirst = isFirst;
        }

        @Override
        protected void initChannel(Channel channel) {
            boolean joins = transport == Transport.EPOLL && options.joinSegments();
            boolean routes = seesDestinations && !isAdopted;
            pipeline.accept(
                    channel.pipeline(), new UdpStages(UdpEndpoint.this, joins, routes, seesDestinations, isFirst));
        }
    }
}
