package paloma.client.listen;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import paloma.client.call.LineCodec;
import paloma.client.call.Target;
import paloma.client.terminal.CliException;
import paloma.client.tls.DtlsListening;
import paloma.client.tls.TlsListening;
import paloma.net.ConnectionLimits;
import paloma.net.ConnectionWatch;
import paloma.net.Printable;
import paloma.net.TcpEndpoint;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;
import paloma.net.UdpStages;
import paloma.net.UnixAccess;
import paloma.net.UnixEndpoint;
import paloma.net.tls.TlsIdentity;

/** A listening socket and its event loop. */
final class ListenSocket implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 256;

    /** After so long a connection gives way to a new one that would be one too many. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Whoever has sent all that he had ends his stream at once; others may keep it open for ever. */
    private static final long ENDING_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Waits for peers. */
    private interface Waiting {
        void await() throws InterruptedException;
    }

    private final EventLoopGroup loop;
    private Target endpoint;
    private List<String> notJoined = List.of();
    private Waiting peers = () -> {};
    private Runnable closing = () -> {};

    private ListenSocket(EventLoopGroup loop) {
        this.loop = loop;
    }

    /**
     * Listens at {@code where}, where port 0 picks a free one; messages go to {@code handler}.
     *
     * @param joinedOn where a multicast group is joined; null for every interface
     * @param own what proves who this side is over TLS and DTLS; else null
     */
    static ListenSocket at(Target where, NetworkInterface joinedOn, TlsIdentity own, ListenHandler handler)
            throws CliException {
        Transport transport = where.kind() == Target.Kind.UNIX ? Transport.best() : Transport.NIO;
        if (where.kind() == Target.Kind.UNIX && !transport.hasUnixDatagrams()) {
            throw new CliException("UNIX datagram sockets are not available on this machine; use UDP or --tcp.");
        }
        ListenSocket socket = new ListenSocket(transport.eventLoops(1, "listen"));
        try {
            socket.open(transport, where, joinedOn, own, handler);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new CliException(
                    "Cannot listen at " + where + ": " + Printable.escape(String.valueOf(e.getMessage())) + ".");
        }
    }

    /** Returns where it listens, with the port that it has. */
    Target endpoint() {
        return endpoint;
    }

    /** Returns the interfaces on which a multicast group was not joined, in words. */
    List<String> notJoined() {
        return notJoined;
    }

    /** Has the connections there are ended by those who send, for a while: who is cut off cannot know that he was heard. */
    void awaitSenders() throws InterruptedException {
        peers.await();
    }

    @Override
    public void close() {
        closing.run();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void open(
            Transport transport, Target where, NetworkInterface joinedOn, TlsIdentity own, ListenHandler handler)
            throws IOException {
        switch (where.kind()) {
            case UDP ->
                datagrams(
                        UdpEndpoint.open(
                                transport,
                                loop,
                                where.address(),
                                UdpOptions.DEFAULT.withMulticastInterface(joinedOn),
                                all -> all.addLast(handler)),
                        where);
            case DTLS -> {
                DtlsListening dtls = new DtlsListening(own);
                BiConsumer<ChannelPipeline, UdpStages> sessions = (all, socket) -> {
                    dtls.addTo(all, socket);
                    all.addLast(handler);
                };
                datagrams(UdpEndpoint.open(transport, loop, where.address(), UdpOptions.DEFAULT, sessions), where);
            }
            case TCP -> lines(transport, where, all -> {}, handler);
            case TLS -> lines(transport, where, new TlsListening(own)::addTo, handler);
            case UNIX -> {
                UnixEndpoint unix =
                        UnixEndpoint.open(transport, loop, where.path(), UnixAccess.OWNER, all -> all.addLast(handler));
                closing = unix::close;
                endpoint = where;
            }
        }
    }

    private void datagrams(UdpEndpoint udp, Target where) {
        closing = udp::close;
        notJoined = udp.notJoined();
        endpoint = new Target(where.kind(), udp.address(), null);
    }

    private void lines(Transport transport, Target where, Consumer<ChannelPipeline> seal, ListenHandler handler)
            throws IOException {
        TcpEndpoint tcp = TcpEndpoint.open(
                transport,
                loop,
                where.address(),
                new ConnectionLimits(MAX_CONNECTIONS, MAX_CONNECTIONS, SILENCE_NANOS, System::nanoTime),
                ConnectionWatch.NONE,
                all -> {
                    seal.accept(all);
                    all.addLast(new LineCodec(), handler);
                });
        peers = () -> tcp.awaitPeers(ENDING_NANOS);
        closing = tcp::close;
        endpoint = new Target(where.kind(), tcp.address(), null);
    }
}
