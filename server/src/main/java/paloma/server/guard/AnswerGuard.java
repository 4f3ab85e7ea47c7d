package paloma.server.guard;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import paloma.server.handler.Exchange;
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
        Exchange first = (Exchange) message;
        int bytes = 0;
        for (Exchange exchange = first; exchange != null; exchange = exchange.next()) {
            bytes += boundedBytes(exchange);
        }
        if (bytes > 0 && !takeAnswers(bytes, first)) {
            drop(first);
        }
        ctx.write(first, promise);
    }

    /** What took its time before it was answered is no flood: the clock is read again before anything is refused. */
    private boolean takeAnswers(int bytes, Exchange first) {
        Rules rules = guards.now();
        return rules.takeAnswers(bytes, first.arrivalNanos()) || rules.takeAnswers(bytes, System.nanoTime());
    }

    /** Drops an answer that is too large; returns the bytes of one that counts against the bound on all answers. */
    private int boundedBytes(Exchange exchange) {
        if (exchange.answer() == null) {
            return 0;
        }
        int bytes = exchange.answer().readableBytes();
        if (guards.now().amplifies(bytes, exchange.answerLimitBytes())) {
            exchange.dropAnswer();
            meter.refused(Refusal.AMPLIFICATION);
            return 0;
        }
        return exchange.isUnlimited() ? 0 : bytes;
    }

    private void drop(Exchange first) {
        for (Exchange exchange = first; exchange != null; exchange = exchange.next()) {
            if (exchange.answer() != null && !exchange.isUnlimited()) {
                exchange.dropAnswer();
                meter.refused(Refusal.ANSWER_RATE);
            }
        }
    }
}
