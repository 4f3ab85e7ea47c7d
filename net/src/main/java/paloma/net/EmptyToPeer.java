package paloma.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Sends empty datagrams from a connected NIO channel. The JDK (17 and 25) sends none while it is connected, so it is
 * disconnected for them, and connected again only before the next one that is not empty: connecting discards what has
 * arrived, which may be the answer. While disconnected, a channel hears anybody, and nothing by ICMP.
 */
final class EmptyToPeer extends ChannelOutboundHandlerAdapter {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    /** Whom to connect to again; null while connected. */
    private SocketAddress peer;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf content = (ByteBuf) message;
        boolean empty = !content.isReadable();
        DatagramChannel jdk = ctx.channel().attr(EmptyDatagrams.JDK_CHANNEL).get();
        try {
            if (empty) {
                ctx.flush();
                sendEmpty(jdk);
            } else {
                connect(jdk);
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

    private void connect(DatagramChannel jdk) throws IOException {
        if (peer != null) {
            jdk.connect(peer);
            peer = null;
        }
    }

    private void sendEmpty(DatagramChannel jdk) throws IOException {
        if (peer == null) {
            peer = jdk.getRemoteAddress();
            jdk.disconnect();
        }
        jdk.send(NOTHING.duplicate(), peer);
    }
}
