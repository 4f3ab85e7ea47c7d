package paloma.client.call;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import paloma.client.terminal.CliException;
import paloma.net.PeerChannel;
import paloma.net.Transport;

/** Opens conversations with one target, each on a fresh socket, and owns the event loop behind them. */
public final class Dialer implements AutoCloseable {
    private final Target target;
    private final Transport transport;
    private final EventLoopGroup loop;

    /** NIO starts fastest, but has no UNIX datagram sockets. */
    public Dialer(Target target) throws CliException {
        this.target = target;
        transport = target.kind() == Target.Kind.UNIX ? Transport.best() : Transport.NIO;
        if (target.kind() == Target.Kind.UNIX && !transport.hasUnixDatagrams()) {
            throw new CliException("UNIX datagram sockets are not available on this machine; use UDP or --tcp.");
        }
        loop = transport.eventLoops(1, "client");
    }

    public Target target() {
        return target;
    }

    /** Opens a socket to the target; over TCP connects within {@code timeoutNanos}, and messages are lines. */
    public Conversation open(long timeoutNanos) throws IOException {
        return open(timeoutNanos, new LineCodec());
    }

    /** Opens the same, but over TCP messages are pieces of a stream that are passed on as they are. */
    public Conversation openRaw(long timeoutNanos) throws IOException {
        return open(timeoutNanos, new RawStreamHandler());
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private Conversation open(long timeoutNanos, ChannelHandler stream) throws IOException {
        Inbox inbox = new Inbox();
        return switch (target.kind()) {
            case UDP ->
                new Conversation(
                        PeerChannel.udp(transport, loop, target.address(), all -> all.addLast(inbox)), inbox, () -> {});
            case TCP ->
                new Conversation(
                        PeerChannel.tcp(
                                transport,
                                loop,
                                target.address(),
                                millis(timeoutNanos),
                                all -> all.addLast(stream, inbox)),
                        inbox,
                        () -> {});
            case UNIX -> openUnix(inbox);
        };
    }

    /** A server of another user must be able to write to our socket file to answer (unix(7)). */
    private Conversation openUnix(Inbox inbox) throws IOException {
        Path folder = Files.createTempDirectory("paloma");
        Path own = folder.resolve("client.sock");
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            Channel channel = PeerChannel.unix(transport, loop, own, target.path(), all -> all.addLast(inbox));
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-rw-rw-"));
            return new Conversation(channel, inbox, () -> delete(folder, own));
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
