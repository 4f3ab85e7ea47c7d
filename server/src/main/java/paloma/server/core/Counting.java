package paloma.server.core;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Counts what comes and what leaves; an answer for which the socket has no room is dropped here, not queued. */
@ChannelHandler.Sharable
public final class Counting extends ChannelDuplexHandler {
    private final ServiceMeter meter;

    public Counting(ServiceMeter meter) {
        this.meter = meter;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        meter.requested(((Exchange) message).payload().readableBytes());
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Exchange exchange = (Exchange) message;
        if (exchange.answer() != null) {
            count(ctx, exchange);
        }
        ctx.write(message, promise);
    }

    /** A send that failed concerns one answer only: the next may well go to another peer. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        meter.refused(Refusal.UNSENT);
    }

    private void count(ChannelHandlerContext ctx, Exchange exchange) {
        if (ctx.channel().isWritable()) {
            meter.answered(exchange.answer().readableBytes(), System.nanoTime() - exchange.arrivalNanos());
        } else {
            exchange.dropAnswer();
            meter.refused(Refusal.UNSENT);
        }
    }
}
