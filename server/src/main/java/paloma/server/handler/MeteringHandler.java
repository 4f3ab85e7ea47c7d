package paloma.server.handler;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Counts what comes and what leaves; an answer for which the socket has no room is dropped here, not queued. */
@ChannelHandler.Sharable
public final class MeteringHandler extends ChannelDuplexHandler {
    private final ServiceMeter meter;

    public MeteringHandler(ServiceMeter meter) {
        this.meter = meter;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        int requests = 0;
        int bytes = 0;
        for (Exchange exchange = (Exchange) message; exchange != null; exchange = exchange.next()) {
            requests++;
            bytes += exchange.payload().readableBytes();
        }
        meter.requested(requests, bytes);
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (ctx.channel().isWritable()) {
            count((Exchange) message);
        } else {
            drop(ctx, (Exchange) message);
        }
        ctx.write(message, promise);
    }

    private void count(Exchange first) {
        int answers = 0;
        int bytes = 0;
        for (Exchange exchange = first; exchange != null; exchange = exchange.next()) {
            if (exchange.answer() != null) {
                answers++;
                bytes += exchange.answer().readableBytes();
            }
        }
        if (answers > 0) {
            meter.answered(answers, bytes, System.nanoTime() - first.arrivalNanos());
        }
    }

    /** A peer that closed the connection wants no answer: none is refused. */
    private void drop(ChannelHandlerContext ctx, Exchange first) {
        for (Exchange exchange = first; exchange != null; exchange = exchange.next()) {
            if (exchange.answer() != null) {
                exchange.dropAnswer();
                if (ctx.channel().isActive()) {
                    meter.refused(Refusal.UNSENT);
                }
            }
        }
    }
}
