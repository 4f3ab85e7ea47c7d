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
        Exchange burst = (Exchange) message;
        boolean ends = !serveAll(ctx, burst);
        Exchange answered = withoutPending(burst);
        if (answered != null) {
            ctx.write(answered, ctx.voidPromise());
        }
        if (ends) {
            LingeringCloseHandler.end(ctx.channel());
        }
        if (!backpressure.accepts()) {
            pause(ctx.channel());
        }
    }

    /** Returns false where a stream ends at a bug: without that answer it would give the next one in its place. */
    private boolean serveAll(ChannelHandlerContext ctx, Exchange burst) {
        for (Exchange exchange = burst; exchange != null; exchange = exchange.next()) {
            if (!serve(ctx, exchange) && exchange.isStream()) {
                for (Exchange behind = exchange.cutBehind(1); behind != null; behind = behind.next()) {
                    behind.releasePayload();
                }
                return false;
            }
        }
        return true;
    }

    private boolean serve(ChannelHandlerContext ctx, Exchange exchange) {
        exchange.servedBy(this, ctx);
        try {
            service.serve(exchange);
            return true;
        } catch (Throwable e) {
            fail(exchange, e);
            return false;
        } finally {
            exchange.releasePayload();
        }
    }

    /** Takes those apart that are answered later, each for itself. */
    private static Exchange withoutPending(Exchange burst) {
        Exchange first = null;
        Exchange last = null;
        for (Exchange exchange = burst; exchange != null; ) {
            Exchange behind = exchange.next();
            exchange.follow(null);
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
        return first;
    }

    /** @throws IllegalStateException where the service has said that it never does that */
    void deferred() {
        if (service.answersAtOnce()) {
            throw new IllegalStateException("the service said that it answers at once");
        }
        meter.deferred();
    }

    void settled() {
        meter.settled();
    }

    /** Logs a bug that broke nothing. */
    void failed(Throwable cause) {
        meter.failed(cause);
    }

    void failedLater(ChannelHandlerContext ctx, Exchange exchange, Throwable cause) {
        fail(exchange, cause);
        if (exchange.isStream()) {
            LingeringCloseHandler.end(ctx.channel());
        }
    }

    private void fail(Exchange exchange, Throwable cause) {
        exchange.dropAnswer();
        meter.failed(cause);
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
