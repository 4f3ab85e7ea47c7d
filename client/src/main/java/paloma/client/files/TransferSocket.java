package paloma.client.files;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.client.call.ErrorMessages;
import paloma.net.DatagramTrain;
import paloma.net.NeverFragment;
import paloma.net.PeerChannel;
import paloma.net.Transport;
import paloma.net.UdpLimits;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Wire;

/** The socket to one server, shared by all transfers of a command. */
final class TransferSocket implements AutoCloseable {
    /** Requested from the kernel: a burst of a sender must fit. */
    private static final int BUFFER_BYTES = 4 << 20;

    /** Receives the messages of one transfer, on the event loop. */
    interface MessageHandler {
        long transfer();

        void take(Message message, long nowNanos);

        /** Called after a batch of messages. */
        void read();

        /** Called when the server's host says that nobody listens there (ICMP, RFC 1122, section 4.1.3.3). */
        void refused();
    }

    private final EventLoopGroup loops;
    private final InetSocketAddress server;
    private final Channel channel;
    private final Map<Long, MessageHandler> handlers = new HashMap<>();
    private final Set<MessageHandler> touched = new LinkedHashSet<>();
    private final int limitBytes;
    private Runnable afterRead = () -> {};
    private Consumer<Throwable> whenBroken = bug -> {};

    TransferSocket(InetSocketAddress server) throws IOException {
        Transport transport = Transport.best();
        this.server = server;
        loops = transport.eventLoops(1, "transfer");
        try {
            channel = PeerChannel.udp(
                    transport, loops, server, pipeline -> pipeline.addLast("handlers", new Demultiplexer()));
        } catch (IOException e) {
            close();
            throw e;
        }
        channel.config().setOption(ChannelOption.SO_RCVBUF, BUFFER_BYTES);
        channel.config().setOption(ChannelOption.SO_SNDBUF, BUFFER_BYTES);
        limitBytes = NeverFragment.on(channel, server) ? UdpLimits.MAX_PAYLOAD_BYTES : Wire.SAFE_BYTES;
    }

    EventLoop loop() {
        return channel.eventLoop();
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
        handlers.put(handler.transfer(), handler);
    }

    void remove(MessageHandler handler) {
        handlers.remove(handler.transfer());
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Demultiplexer extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object packet) {
            DatagramPacket datagram = (DatagramPacket) packet;
            try {
                hand(Wire.decode(datagram.content()));
            } finally {
                datagram.release();
            }
        }

        private void hand(Message message) {
            long now = System.nanoTime();
            if (message instanceof TransferMessage ofTransfer) {
                MessageHandler handler = handlers.get(ofTransfer.transfer());
                if (handler != null) {
                    touched.add(handler);
                    handler.take(message, now);
                }
            } else if (message != null) {
                touched.addAll(handlers.values());
                all().forEach(handler -> handler.take(message, now));
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
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
                all().forEach(MessageHandler::refused);
            }
        }

        /** Returns a copy: a handler may remove itself while it is called. */
        private List<MessageHandler> all() {
            return new ArrayList<>(handlers.values());
        }
    }
}
