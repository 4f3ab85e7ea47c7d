package paloma.server.guard;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import paloma.server.core.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * A stage that lets a request on or refuses it for a reason, which is counted. Over TCP a refusal also closes the
 * connection: the other side would wait for its answer for ever.
 */
abstract class Guard extends ChannelDuplexHandler {
    private final ServiceMeter meter;
    private final Refusal reason;

    Guard(ServiceMeter meter, Refusal reason) {
        this.meter = meter;
        this.reason = reason;
    }

    /** Says whether the exchange may go on; its source is an Internet address. */
    abstract boolean lets(Exchange exchange);

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange exchange = (Exchange) message;
        if (exchange.inetSource() == null || lets(exchange)) {
            ctx.fireChannelRead(exchange);
            return;
        }
        exchange.releasePayload();
        refused();
        if (exchange.isStream()) {
            ctx.close();
        }
    }

    final void refused() {
        meter.refused(reason);
    }
}
