package paloma.server.handler;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import paloma.net.LingeringCloseHandler;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * The end of each pipeline, where what no stage expected arrives. An {@link IOException} comes from outside: a
 * datagram that could not leave, or a connection that its peer broke off, which is no refusal of ours. All else is a bug:
 * it is logged and ends the connection that it happened on; a socket of datagrams goes on with the next.
 */
@ChannelHandler.Sharable
public final class FailureHandler extends ChannelInboundHandlerAdapter {
    private final ServiceMeter meter;

    public FailureHandler(ServiceMeter meter) {
        this.meter = meter;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean isBug = !(cause instanceof IOException);
        if (isBug) {
            meter.failed(cause);
        }
        if (Exchange.isStream(ctx.channel())) {
            end(ctx, isBug);
        } else if (!isBug) {
            meter.refused(Refusal.UNSENT);
        }
    }

    /** What was answered before a bug may still arrive; where the peer broke off, nothing does. */
    private static void end(ChannelHandlerContext ctx, boolean isBug) {
        if (isBug) {
            LingeringCloseHandler.end(ctx.channel());
        } else {
            ctx.close();
        }
    }
}
