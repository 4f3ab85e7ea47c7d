package paloma.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Goes on accepting after the system gave no connection, as when the process is {@link Descriptors out of descriptors}:
 * who connected waits meanwhile.
 */
final class AcceptRetry extends ChannelInboundHandlerAdapter {
    /** Soon enough for a person, seldom enough for a process that has nothing to give. */
    private static final long RETRY_MILLIS = 20;

    private final ConnectionWatch watch;
    private volatile boolean stopped;

    AcceptRetry(ConnectionWatch watch) {
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
        ctx.channel().config().setAutoRead(false);
        ctx.executor()
                .schedule(() -> ctx.channel().config().setAutoRead(!stopped), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
}
