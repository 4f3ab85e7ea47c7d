package paloma.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Goes on accepting after the system gave no connection. Who connected waits meanwhile; where it was for want of a
 * descriptor, a silent connection gives way.
 */
final class AcceptRetry extends ChannelInboundHandlerAdapter {
    /** Soon enough for a person, seldom enough for a process that has nothing to give. */
    private static final long RETRY_MILLIS = 20;

    private final ConnectionLimits limits;
    private final ConnectionWatch watch;
    private volatile boolean stopped;

    AcceptRetry(ConnectionLimits limits, ConnectionWatch watch) {
        this.limits = limits;
        this.watch = watch;
    }

    /** From now on nobody asks again. */
    void stop() {
        stopped = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException failure)) {
            ctx.fireExceptionCaught(cause);
            return;
        }
        watch.notAccepted(failure);
        if (Descriptors.areOut(failure)) {
            limits.freeDescriptor();
        }
        ctx.channel().config().setAutoRead(false);
        ctx.executor()
                .schedule(() -> ctx.channel().config().setAutoRead(!stopped), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
}
