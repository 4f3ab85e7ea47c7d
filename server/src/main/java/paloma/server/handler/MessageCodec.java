package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Turns messages of a WebSocket into exchanges, each of one line, and exchanges into messages. */
public final class MessageCodec extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf line = (ByteBuf) message;
        ctx.fireChannelRead(new Exchange(
                ctx.channel(), line, StreamSource.of(ctx.channel()), null, Integer.MAX_VALUE, System.nanoTime()));
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf answer = ((Exchange) message).takeAnswer();
        if (answer == null) {
            promise.trySuccess();
        } else {
            ctx.write(answer, promise);
        }
    }
}
