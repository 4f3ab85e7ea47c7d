package paloma.server.handler;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
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
        boolean isStream = Exchange.isStream(ctx.channel());
        if (!(cause instanceof IOException)) {
            meter.failed(cause);
        } else if (!isStream) {
            meter.refused(Refusal.UNSENT);
        }
        if (isStream) {
            ctx.close();
        }
    }
}
