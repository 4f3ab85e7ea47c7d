package paloma.client.files;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.client.call.ErrorMessages;
import paloma.net.DatagramTrain;
import paloma.net.NeverFragment;
import paloma.net.PeerChannel;
import paloma.net.Transport;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.DatagramSizes;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.Wire;

/** The socket to one server, shared by all transfers of a command. */
final class TransferSocket implements AutoCloseable {
    /** Requested from the kernel: a burst of a sender must fit. */
    private static final int BUFFER_BYTES = 4 << 20;

    /** Receives the messages of one transfer, on the event loop. */
    interface MessageHandler {
        long connection();

        /** Called with what is said in clear. */
        void take(Message message, long nowNanos);

        /** Called with a packet of this connection; it stays the caller's. */
        void take(ByteBuf packet, long nowNanos);

        /** Called after a batch of messages. */
        void read();

        /** Returns how long nothing was heard from the server, or -1 where nothing is waited for. */
        long silentNanos(long nowNanos);

        /** Called when nothing is heard for a moment: a balancer says of a dead server only to who speaks that it is dead. */
        void probe();

        /** Called when the socket has another port: what leaves from now on leaves by {@code channel}. */
        void rebound(Channel channel);

        /** Called when the server's host says that nobody listens there (ICMP, RFC 1122, section 4.1.3.3). */
        void refused();
    }

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Transport transport = Transport.best();
    private final Executor threads;
    private final EventLoopGroup loops;
    private final EventLoop loop;
    private final InetSocketAddress server;
    private Channel channel; // read and changed on the event loop, once it is open
    private final Map<Long, MessageHandler> handlers = new HashMap<>();
    private final Set<MessageHandler> touched = new LinkedHashSet<>();
    private final int limitBytes;
    private final PortChanges portChanges = new PortChanges(System.nanoTime());
    private boolean isRebinding;
    private boolean isClosed;
    private Runnable afterRead = () -> {};
    private Consumer<Throwable> whenBroken = bug -> {};

    /** @param threads may wait */
    TransferSocket(InetSocketAddress server, Executor threads) throws IOException {
        this.server = server;
        this.threads = threads;
        loops = transport.eventLoops(1, "transfer");
        loop = loops.next();
        try {
            channel = connected();
        } catch (IOException e) {
            close();
            throw e;
        }
        limitBytes = NeverFragment.on(channel, server)
                ? DatagramSizes.largest(server.getAddress().isLoopbackAddress())
                : Wire.SAFE_BYTES;
        loop.scheduleWithFixedDelay(this::rebindIfSilent, LOOK_NANOS, LOOK_NANOS, TimeUnit.NANOSECONDS);
    }

    private Channel connected() throws IOException {
        Channel connected = PeerChannel.udp(
                transport, loops, server, pipeline -> pipeline.addLast("handlers", new Demultiplexer()));
        connected.config().setOption(ChannelOption.SO_RCVBUF, BUFFER_BYTES);
        connected.config().setOption(ChannelOption.SO_SNDBUF, BUFFER_BYTES);
        return connected;
    }

    /** Goes on from another port when the server is silent: the connection has a number, and no address (RFC 9000, 9). */
    private void rebindIfSilent() {
        long now = System.nanoTime();
        long shortest = handlers.values().stream()
                .mapToLong(handler -> handler.silentNanos(now))
                .filter(nanos -> nanos >= 0)
                .min()
                .orElse(-1);
        if (portChanges.isDue(shortest, now)) {
            changePort();
        } else if (portChanges.isProbeDue(shortest, now)) {
            new ArrayList<>(handlers.values()).forEach(MessageHandler::probe);
        }
    }

    /** Goes on from another port, by which a balancer may know another server; on the event loop. */
    void changePort() {
        if (!isRebinding) {
            isRebinding = true;
            threads.execute(this::rebind);
        }
    }

    private void rebind() {
        Channel another = null;
        try {
            another = connected();
            NeverFragment.on(another, server);
        } catch (IOException unreachable) {
            // tried again while the silence lasts
        }
        Channel opened = another;
        execute(() -> rebound(opened));
    }

    private void rebound(Channel another) {
        isRebinding = false;
        portChanges.changed(System.nanoTime());
        if (another == null) {
            return;
        }
        if (isClosed) {
            another.close();
            return;
        }
        Channel before = channel;
        channel = another;
        new ArrayList<>(handlers.values()).forEach(handler -> handler.rebound(another));
        before.close();
    }

    EventLoop loop() {
        return loop;
    }

    InetSocketAddress server() {
        return server;
    }

    /** Returns the address of this host from which it reaches the server. Before the first rebinding. */
    InetAddress local() {
        return ((InetSocketAddress) channel.localAddress()).getAddress();
    }

    /** Returns a new writer of datagrams to the server. */
    DatagramTrain train() {
        return new DatagramTrain(channel, server, null);
    }

    /** Returns the largest datagram that this host can send unfragmented. */
    int limitBytes() {
        return limitBytes;
    }

    /** Sets what runs after each batch of messages. */
    void whenRead(Runnable then) {
        afterRead = then;
    }

    /** Sets what is called, on the event loop, about a bug that concerns all transfers. */
    void whenBroken(Consumer<Throwable> then) {
        whenBroken = then;
    }

    /** Reports a bug of another thread that concerns all transfers. */
    void broke(Throwable bug) {
        execute(() -> whenBroken.accept(bug));
    }

    /** Runs a step on the event loop, unless that has ended with the run. */
    void execute(Runnable step) {
        try {
            loop().execute(step);
        } catch (RejectedExecutionException ended) {
            return;
        }
    }

    void add(MessageHandler handler) {
        handlers.put(handler.connection(), handler);
    }

    void remove(MessageHandler handler) {
        handlers.remove(handler.connection());
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Demultiplexer extends ChannelInboundHandlerAdapter {
        private boolean hasRead;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object packet) {
            DatagramPacket datagram = (DatagramPacket) packet;
            try {
                hasRead |= datagram.content().isReadable();
                hand(datagram.content(), System.nanoTime());
            } finally {
                datagram.release();
            }
        }

        private void hand(ByteBuf datagram, long now) {
            if (Packet.is(datagram)) {
                MessageHandler handler = handlers.get(Packet.connection(datagram));
                if (handler != null) {
                    touched.add(handler);
                    handler.take(datagram, now);
                }
                return;
            }
            Message message = Wire.decode(datagram);
            if (message instanceof Accept accept) {
                hand(message, handlers.get(accept.connection()), now);
            } else if (message instanceof Hint hint) {
                hand(message, handlers.get(hint.connection()), now);
            } else if (message != null) {
                all().forEach(handler -> hand(message, handler, now));
            }
        }

        private void hand(Message message, MessageHandler handler, long now) {
            if (handler != null) {
                touched.add(handler);
                handler.take(message, now);
            }
        }

        /**
         * An empty datagram is how a balancer hands on that nobody listens where it relays to. Netty's epoll (4.2.18) keeps
         * it from a connected socket's handlers, and ends a read in which nothing was.
         */
        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (!hasRead) {
                portChanges.refused(System.nanoTime());
            }
            hasRead = false;
            touched.forEach(MessageHandler::read);
            touched.clear();
            afterRead.run();
        }

        /** A server that is gone may be back in a minute: the handlers decide. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!(cause instanceof IOException e)) {
                whenBroken.accept(cause);
            } else if (ErrorMessages.isNobody(e)) {
                portChanges.refused(System.nanoTime());
                all().forEach(MessageHandler::refused);
            }
        }

        /** Returns a copy: a handler may remove itself while it is called. */
        private List<MessageHandler> all() {
            return new ArrayList<>(handlers.values());
        }
    }
}
