package paloma.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Sends empty datagrams itself, past Netty's queue: Netty (4.2.18) drops a lone one, and one among others in a
 * sendmmsg batch makes it send some of the others twice. What was written before leaves first.
 */
final class EmptyDatagrams extends ChannelOutboundHandlerAdapter {
    static final AttributeKey<DatagramChannel> JDK_CHANNEL = AttributeKey.valueOf("jdk-datagram-channel");
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    /**
     * Opens a NIO channel that remembers the JDK's channel inside it, so that empty datagrams can be sent.
     *
     * @param family null for both
     */
    static NioDatagramChannel nioChannel(ProtocolFamily family) {
        try {
            DatagramChannel jdk = family == null ? DatagramChannel.open() : DatagramChannel.open(family);
            NioDatagramChannel channel = new NioDatagramChannel(jdk);
            channel.attr(JDK_CHANNEL).set(jdk);
            return channel;
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof DatagramPacket packet && !packet.content().isReadable()) {
            packet.release();
            send(ctx, packet.recipient(), promise);
        } else if (message instanceof ByteBuf content && !content.isReadable()) {
            content.release();
            send(ctx, null, promise);
        } else {
            ctx.write(message, promise);
        }
    }

    private static void send(ChannelHandlerContext ctx, InetSocketAddress recipient, ChannelPromise promise) {
        ctx.flush();
        try {
            if (ctx.channel() instanceof UnixChannel) {
                sendNatively((UnixChannel) ctx.channel(), recipient);
            } else {
                sendByJdk(ctx.channel(), recipient);
            }
            promise.trySuccess();
        } catch (IOException e) {
            promise.tryFailure(e);
        }
    }

    private static void sendNatively(UnixChannel channel, InetSocketAddress recipient) throws IOException {
        Socket socket = (Socket) channel.fd();
        if (recipient == null) {
            socket.send(NOTHING, 0, 0);
        } else {
            socket.sendTo(NOTHING, 0, 0, recipient.getAddress(), recipient.getPort());
        }
    }

    private static void sendByJdk(Channel channel, InetSocketAddress recipient) throws IOException {
        DatagramChannel jdk = channel.attr(JDK_CHANNEL).get();
        if (recipient == null) {
            jdk.write(NOTHING.duplicate());
        } else {
            jdk.send(NOTHING.duplicate(), recipient);
        }
    }
}
