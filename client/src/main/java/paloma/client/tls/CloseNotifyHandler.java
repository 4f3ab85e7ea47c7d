package paloma.client.tls;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import paloma.client.call.SecurityFailure;

/**
 * Tells a stream that has ended from one that was cut: anybody on the way can end a TCP connection, but only the peer sends
 * close_notify (RFC 8446, section 6.1). Stands next to the {@link SslHandler}.
 */
final class CloseNotifyHandler extends ChannelDuplexHandler {
    private final HandshakeFailures failures;
    private boolean isOver;

    CloseNotifyHandler(HandshakeFailures failures) {
        this.failures = failures;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
            ended(ctx);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            cut(ctx);
        } else if (event != ChannelInputShutdownReadComplete.INSTANCE) {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cut(ctx);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        isOver = true;
        ctx.fireExceptionCaught(failures.ofConnection(cause));
    }

    /** A stream that is to look cut gets no close_notify. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        Integer lingerSeconds =
                ctx.channel().isOpen() ? ctx.channel().config().getOption(ChannelOption.SO_LINGER) : null;
        if (lingerSeconds != null && lingerSeconds == 0) {
            ctx.pipeline().context(SslHandler.class).close(promise);
        } else {
            ctx.close(promise);
        }
    }

    private void ended(ChannelHandlerContext ctx) {
        if (!isOver) {
            isOver = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    private void cut(ChannelHandlerContext ctx) {
        if (!isOver) {
            isOver = true;
            ctx.fireExceptionCaught(SecurityFailure.cut());
            ctx.close();
        }
    }
}
