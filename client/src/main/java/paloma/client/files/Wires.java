package paloma.client.files;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paloma.datagram.NeverFragment;
import paloma.datagram.PeerChannel;
import paloma.datagram.Transport;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Wire;

/** The one socket of a client to one server, for all of its transfers. */
final class Wires implements AutoCloseable {
    private static final int LARGEST_BYTES = 65_507;

    /** What takes the messages of one transfer; lives on the event loop. */
    interface Line {
        long transfer();

        void take(Message message, long nowNanos);

        /** Takes that all which had come together has been taken. */
        void read();
    }

    private final EventLoopGroup loops;
    private final InetSocketAddress server;
    private final Channel channel;
    private final Map<Long, Line> lines = new HashMap<>();
    private final int limitBytes;

    Wires(InetSocketAddress server) throws IOException {
        Transport transport = Transport.best();
        this.server = server;
        loops = transport.eventLoops(1, "transfer");
        try {
            channel = PeerChannel.udp(transport, loops, server, pipeline -> pipeline.addLast("lines", new Lines()));
        } catch (IOException e) {
            close();
            throw e;
        }
        limitBytes = NeverFragment.on(channel, server) ? LARGEST_BYTES : Wire.SAFE_BYTES;
    }

    Channel channel() {
        return channel;
    }

    InetSocketAddress server() {
        return server;
    }

    /** Gives the largest datagram that can be sent whole, if the path carries it. */
    int limitBytes() {
        return limitBytes;
    }

    void add(Line line) {
        lines.put(line.transfer(), line);
    }

    void remove(Line line) {
        lines.remove(line.transfer());
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Lines extends ChannelInboundHandlerAdapter {
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
                Line line = lines.get(ofTransfer.transfer());
                if (line != null) {
                    line.take(message, now);
                }
            } else if (message != null) {
                Map.copyOf(lines).values().forEach(line -> line.take(message, now));
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            Map.copyOf(lines).values().forEach(Line::read);
        }

        /** A server that is not there now may be back in a minute: silence ends a transfer, not a word of the network. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
    }
}
