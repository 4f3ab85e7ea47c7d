package paloma.client.call;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import paloma.client.call.Target.Kind;
import paloma.client.terminal.CliException;
import paloma.net.PeerChannel;
import paloma.net.Transport;

/**
 * Opens conversations with one server, each on a fresh socket, and owns the event loop behind them. Of several addresses the
 * one that has answered last comes first.
 */
public final class Dialer implements AutoCloseable {
    private final Targets targets;
    private final ChannelSecurity security;
    private final Transport transport;
    private final EventLoopGroup loop;
    private volatile Target proven;

    public Dialer(Target only) throws CliException {
        this(Targets.of(only));
    }

    public Dialer(Targets targets) throws CliException {
        this(targets, ChannelSecurity.NONE);
    }

    /** NIO starts fastest, but has no UNIX datagram sockets. */
    public Dialer(Targets targets, ChannelSecurity security) throws CliException {
        this.targets = targets;
        this.security = security;
        transport = targets.kind() == Kind.UNIX ? Transport.best() : Transport.NIO;
        if (targets.kind() == Kind.UNIX && !transport.hasUnixDatagrams()) {
            throw new CliException("UNIX datagram sockets are not available on this machine; use UDP or --tcp.");
        }
        loop = transport.eventLoops(1, "client");
    }

    public Targets targets() {
        return targets;
    }

    /** Returns the address that is tried first. */
    public Target target() {
        return order().get(0);
    }

    /** Returns the addresses in the order in which to try them. */
    public List<Target> order() {
        if (proven == null) {
            return targets.all();
        }
        List<Target> order = new ArrayList<>(targets.all());
        order.remove(proven);
        order.add(0, proven);
        return order;
    }

    /** Returns whether the first address has answered before. */
    boolean isProven() {
        return proven != null;
    }

    /** Called with the address that has answered. */
    public void prefer(Target answering) {
        proven = answering;
    }

    /** Opens a socket to the server; over TCP and TLS connects within {@code timeoutNanos}, and messages are lines. */
    public Conversation open(long timeoutNanos) throws IOException {
        return targets.kind().isConnected()
                ? connect(timeoutNanos, LineCodec::new, () -> {})
                : open(target(), () -> {});
    }

    /**
     * Opens the same, but over TCP and TLS messages are pieces of a stream that are passed on as they are, and the server can
     * answer its end.
     */
    public Conversation openRaw(long timeoutNanos) throws IOException {
        Conversation opened = openRaw(target(), timeoutNanos, () -> {});
        if (!targets.isStream()) {
            return opened;
        }
        try {
            opened.requireSeparateEnds();
            return opened;
        } catch (SecurityFailure e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Opens a socket, over bare datagrams to one of the addresses; over TCP and TLS messages are pieces of a stream.
     *
     * @param bell called when something has arrived
     */
    public Conversation openRaw(Target target, long timeoutNanos, Runnable bell) throws IOException {
        return targets.kind().isConnected() ? connect(timeoutNanos, RawStreamHandler::new, bell) : open(target, bell);
    }

    private Conversation connect(long timeoutNanos, Supplier<ChannelHandler> stream, Runnable bell) throws IOException {
        ConnectRace.Attempt opened = connect(
                bell,
                (target, inbox) -> start(target, timeoutNanos, all -> {
                    security.addTo(all, target.address());
                    if (targets.isStream()) {
                        all.addLast(stream.get());
                    }
                    all.addLast(inbox);
                }));
        Channel channel = opened.connecting().channel();
        security.settle(channel);
        return new Conversation(channel, opened.inbox(), security, () -> {});
    }

    /**
     * Opens a datagram socket to one address.
     *
     * @param bell called when something has arrived
     */
    Conversation open(Target target, Runnable bell) throws IOException {
        Inbox inbox = new Inbox(bell);
        return target.kind() == Kind.UNIX
                ? openUnix(target, inbox)
                : new Conversation(
                        PeerChannel.udp(transport, loop, target.address(), all -> all.addLast(inbox)),
                        inbox,
                        ChannelSecurity.NONE,
                        () -> {});
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private ConnectRace.Attempt connect(Runnable bell, ConnectRace.Start start) throws IOException {
        if (targets.areSeveral()) {
            ConnectRace.Attempt winner = new ConnectRace(targets, order(), bell, start).run();
            prefer(winner.target());
            return winner;
        }
        if (targets.kind() == Kind.DTLS) {
            return new HandshakeRace(target(), bell, start).run();
        }
        Inbox inbox = new Inbox(bell);
        ChannelFuture connecting = start.connect(target(), inbox);
        connecting.awaitUninterruptibly();
        if (!connecting.isSuccess()) {
            connecting.channel().close();
            throw Causes.outside(connecting.cause());
        }
        return new ConnectRace.Attempt(target(), inbox, connecting);
    }

    private ChannelFuture start(Target target, long timeoutNanos, Consumer<ChannelPipeline> stages) {
        return security.handshake(
                targets.isStream()
                        ? PeerChannel.connectTcp(transport, loop, target.address(), millis(timeoutNanos), stages)
                        : PeerChannel.connectUdp(transport, loop, target.address(), stages));
    }

    /** A server of another user must be able to write to our socket file to answer (unix(7)). */
    private Conversation openUnix(Target target, Inbox inbox) throws IOException {
        Path folder = Files.createTempDirectory("paloma");
        Path own = folder.resolve("client.sock");
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            Channel channel = PeerChannel.unix(transport, loop, own, target.path(), all -> all.addLast(inbox));
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-rw-rw-"));
            return new Conversation(channel, inbox, ChannelSecurity.NONE, () -> delete(folder, own));
        } catch (IOException e) {
            delete(folder, own);
            throw e;
        }
    }

    private static void delete(Path folder, Path own) {
        try {
            Files.deleteIfExists(own);
            Files.deleteIfExists(folder);
        } catch (IOException ignored) {
            // The system clears its temporary folder.
            return;
        }
    }

    private static int millis(long nanos) {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
