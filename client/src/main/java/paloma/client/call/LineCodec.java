package paloma.client.call;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import paloma.service.WellKnown;

/** Lines over TCP, for requests and answers: appends a line feed to each write, and cuts the stream after each one. */
public final class LineCodec extends ChannelDuplexHandler {
    private static final int MAX_LINE_BYTES = 3 * WellKnown.MAX_PAYLOAD_BYTES;

    private final ByteBuf received = Unpooled.buffer();

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ctx.write(message, ctx.newPromise());
        ctx.write(ByteBufUtil.writeAscii(ctx.alloc(), "\n"), promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf more = (ByteBuf) message;
        boolean ends = more.indexOf(more.readerIndex(), more.writerIndex(), (byte) '\n') >= 0;
        received.writeBytes(more);
        more.release();
        if (ends) {
            passLines(ctx);
        }
        if (received.readableBytes() > MAX_LINE_BYTES) {
            ctx.fireExceptionCaught(new IOException("the answer is a line without an end"));
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
    }

    /** What came of a line whose stream broke is not a line. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        received.clear();
        ctx.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (received.isReadable()) {
            ctx.fireChannelRead(received.readBytes(received.readableBytes()));
        }
        received.release();
        ctx.fireChannelInactive();
    }

    private void passLines(ChannelHandlerContext ctx) {
        int feed = feed();
        while (feed >= 0) {
            ctx.fireChannelRead(received.readBytes(feed + 1 - received.readerIndex()));
            feed = feed();
        }
        received.discardReadBytes();
    }

    private int feed() {
        return received.indexOf(received.readerIndex(), received.writerIndex(), (byte) '\n');
    }
}
