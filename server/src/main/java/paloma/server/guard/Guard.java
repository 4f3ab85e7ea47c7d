package paloma.server.guard;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import paloma.net.LingeringCloseHandler;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * A stage that lets a request on or refuses it for a reason, which is counted. Over TCP a refusal also ends the
 * connection, behind the answers before it: the other side would wait for this one for ever.
 */
abstract class Guard extends ChannelDuplexHandler {
    static final int ALL = Integer.MAX_VALUE;
    static final int NONE = 0;

    private final ServiceMeter meter;
    private final Refusal reason;

    Guard(ServiceMeter meter, Refusal reason) {
        this.meter = meter;
        this.reason = reason;
    }

    /** Returns how many exchanges of this burst may go on, from the first; their source is an Internet address. */
    abstract int lets(Exchange first);

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange first = (Exchange) message;
        int let = first.inetSource() == null ? ALL : lets(first);
        if (let == ALL) {
            ctx.fireChannelRead(first);
            return;
        }
        Exchange rest = first;
        if (let > 0) {
            rest = first.cutBehind(let);
            ctx.fireChannelRead(first);
        }
        refuse(ctx, rest);
    }

    /** A connection ends at the first that is refused: of what is behind it nothing is counted. */
    private void refuse(ChannelHandlerContext ctx, Exchange burst) {
        for (Exchange exchange = burst; exchange != null; exchange = exchange.next()) {
            exchange.releasePayload();
            if (exchange == burst || !exchange.isStream()) {
                refused();
            }
            if (exchange.isStream()) {
                LingeringCloseHandler.end(ctx.channel());
            }
        }
    }

    final void refused() {
        meter.refused(reason);
    }
}
