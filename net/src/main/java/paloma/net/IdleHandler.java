package paloma.net;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Fires {@link IdleStateEvent#ALL_IDLE_STATE_EVENT} where for a while nothing was read, written or taken by the peer, and
 * again after as long. Unlike {@link IdleStateHandler} it reads no clock and makes no promise for what moves: it looks
 * {@value #LOOKS} times in that while, and so finds an idle connection up to a quarter of it late.
 */
public final class IdleHandler extends ChannelDuplexHandler {
    private static final int LOOKS = 4;

    private final long lookNanos;
    private Future<?> looking;
    private boolean moved;
    private long unsentBytes;
    private int stillLooks;

    public IdleHandler(long idleNanos) {
        this.lookNanos = Math.max(1, idleNanos / LOOKS);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        looking = ctx.executor().scheduleAtFixedRate(() -> look(ctx), lookNanos, lookNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        looking.cancel(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        moved = true;
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        moved = true;
        ctx.write(message, promise);
    }

    private void look(ChannelHandlerContext ctx) {
        long before = unsentBytes;
        unsentBytes = LingeringCloseHandler.unsentBytes(ctx);
        stillLooks = moved || unsentBytes != before ? 0 : stillLooks + 1;
        moved = false;
        if (stillLooks == LOOKS) {
            stillLooks = 0;
            ctx.fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
        }
    }
}
