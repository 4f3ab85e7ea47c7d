package paloma.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Sends empty datagrams from a connected NIO channel. The JDK (17 and 25) sends none while it is connected, so they leave
 * by a second socket on the same port: answers, and what ICMP says, reach the connected one.
 *
 * <p>Where a port cannot be shared (Windows) the channel is disconnected for them, and connected again only before the
 * next one that is not empty: connecting discards what has arrived, which may be the answer. While disconnected, a channel
 * hears anybody, and nothing by ICMP.
 */
final class EmptyToPeer extends ChannelOutboundHandlerAdapter {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final boolean mayShare;
    private DatagramChannel beside;
    /** Whom to connect to again; null while connected. */
    private SocketAddress peer;

    EmptyToPeer() {
        this(true);
    }

    /** @param mayShare whether to share the port where that is possible */
    EmptyToPeer(boolean mayShare) {
        this.mayShare = mayShare;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf content = (ByteBuf) message;
        boolean empty = !content.isReadable();
        try {
            if (empty) {
                ctx.flush();
                sendEmpty(jdk(ctx.channel()));
            } else {
                connect(jdk(ctx.channel()));
            }
        } catch (IOException e) {
            content.release();
            promise.tryFailure(e);
            return;
        }
        if (empty) {
            content.release();
            promise.trySuccess();
        } else {
            ctx.write(content, promise);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) throws IOException {
        if (beside != null) {
            beside.close();
        }
    }

    private void connect(DatagramChannel jdk) throws IOException {
        if (peer != null) {
            jdk.connect(peer);
            peer = null;
        }
    }

    private void sendEmpty(DatagramChannel jdk) throws IOException {
        if (mayShare && jdk.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            if (beside == null) {
                beside = openBeside(jdk);
            }
            beside.send(NOTHING.duplicate(), jdk.getRemoteAddress());
            return;
        }
        if (peer == null) {
            peer = jdk.getRemoteAddress();
            jdk.disconnect();
        }
        jdk.send(NOTHING.duplicate(), peer);
    }

    /** The port is shared for this moment alone: one that is chosen freely must be nobody else's. */
    private static DatagramChannel openBeside(DatagramChannel jdk) throws IOException {
        InetSocketAddress local = (InetSocketAddress) jdk.getLocalAddress();
        DatagramChannel second = local.getAddress() instanceof Inet4Address
                ? DatagramChannel.open(StandardProtocolFamily.INET)
                : DatagramChannel.open();
        try {
            second.setOption(StandardSocketOptions.SO_BROADCAST, true);
            second.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            jdk.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            second.bind(local);
            second.setOption(StandardSocketOptions.SO_REUSEPORT, false);
            return second;
        } catch (IOException e) {
            second.close();
            throw e;
        } finally {
            jdk.setOption(StandardSocketOptions.SO_REUSEPORT, false);
        }
    }

    private static DatagramChannel jdk(Channel channel) {
        return channel.attr(EmptyDatagrams.JDK_CHANNEL).get();
    }
}
