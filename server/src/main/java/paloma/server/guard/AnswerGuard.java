package paloma.server.guard;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import paloma.server.core.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Holds back answers that would make us an amplifier: too large for their request, or too many in all. */
@ChannelHandler.Sharable
public final class AnswerGuard extends ChannelDuplexHandler {
    private final Guards guards;
    private final ServiceMeter meter;

    public AnswerGuard(Guards guards, ServiceMeter meter) {
        this.guards = guards;
        this.meter = meter;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Exchange exchange = (Exchange) message;
        if (exchange.answer() != null) {
            check(exchange, exchange.answer().readableBytes());
        }
        ctx.write(exchange, promise);
    }

    private void check(Exchange exchange, int bytes) {
        if (bytes > exchange.answerLimitBytes()) {
            exchange.dropAnswer();
            meter.refused(Refusal.AMPLIFICATION);
        } else if (!exchange.isUnlimited() && !guards.now().answers().take(bytes, exchange.arrivalNanos())) {
            exchange.dropAnswer();
            meter.refused(Refusal.ANSWER_RATE);
        }
    }
}
