package paloma.server.handler;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import paloma.net.LingeringCloseHandler;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Service;

/** The last stage: calls the service, sends what it answered, flushes once a batch. */
@ChannelHandler.Sharable
public final class ServiceHandler extends ChannelInboundHandlerAdapter {
    private final Service service;
    private final ServiceMeter meter;
    private final Backpressure backpressure;

    /** @param backpressure tells when the socket is not to be read; {@link Backpressure#NONE} where nothing is to pause here */
    public ServiceHandler(Service service, ServiceMeter meter, Backpressure backpressure) {
        this.service = service;
        this.meter = meter;
        this.backpressure = backpressure;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange first = null;
        Exchange last = null;
        Exchange exchange = (Exchange) message;
        while (exchange != null) {
            Exchange behind = exchange.next();
            exchange.follow(null);
            serve(ctx, exchange);
            if (!exchange.isPending()) {
                if (first == null) {
                    first = exchange;
                } else {
                    last.follow(exchange);
                }
                last = exchange;
            }
            exchange = behind;
        }
        if (first != null) {
            ctx.write(first, ctx.voidPromise());
        }
        if (!backpressure.accepts()) {
            pause(ctx.channel());
        }
    }

    private void serve(ChannelHandlerContext ctx, Exchange exchange) {
        exchange.servedBy(this, ctx);
        try {
            service.serve(exchange);
        } catch (Throwable e) {
            fail(ctx, exchange, e);
        } finally {
            exchange.releasePayload();
        }
    }

    void deferred() {
        meter.deferred();
    }

    void settled() {
        meter.settled();
    }

    /** Logs a bug that broke nothing. */
    void failed(Throwable cause) {
        meter.failed(cause);
    }

    /** A stream without this answer would give the next one in its place. */
    void fail(ChannelHandlerContext ctx, Exchange exchange, Throwable cause) {
        exchange.dropAnswer();
        meter.failed(cause);
        if (exchange.isStream()) {
            LingeringCloseHandler.end(ctx.channel());
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
