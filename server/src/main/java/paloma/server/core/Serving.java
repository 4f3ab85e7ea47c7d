package paloma.server.core;

import io.netty.channel.Channel;
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
    private final Backpressure backpressure;

    public Serving(Service service, ServiceMeter meter) {
        this.service = service;
        this.meter = meter;
        this.backpressure = service instanceof Backpressure pressing ? pressing : null;
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
        if (backpressure != null && !backpressure.accepts()) {
            pause(ctx.channel());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    private void pause(Channel channel) {
        if (channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
            backpressure.whenAccepting(
                    () -> channel.eventLoop().execute(() -> channel.config().setAutoRead(true)));
        }
    }
}
