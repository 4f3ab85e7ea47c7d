package paloma.server.core;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Service;

/** The last stage: calls the service, sends what it answered, flushes once a batch. */
@ChannelHandler.Sharable
public final class Serving extends ChannelInboundHandlerAdapter {
    private final Service service;
    private final ServiceMeter meter;

    public Serving(Service service, ServiceMeter meter) {
        this.service = service;
        this.meter = meter;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange exchange = (Exchange) message;
        exchange.servedBy(ctx);
        try {
            service.serve(exchange);
        } catch (Exception | StackOverflowError e) {
            exchange.dropAnswer();
            meter.failed(e);
        } finally {
            exchange.releasePayload();
        }
        if (!exchange.isPending()) {
            ctx.write(exchange, ctx.voidPromise());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }
}
