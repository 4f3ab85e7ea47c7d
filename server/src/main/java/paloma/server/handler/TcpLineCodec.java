package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.SocketAddress;
import paloma.net.LingeringCloseHandler;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * Cuts a TCP stream into requests and puts their answers back in order: the next line waits until the one before has
 * its answer, so a client may send many lines at once. An answer without a line end gets that of its request. A peer
 * that reads no answers is not read from either.
 */
public final class TcpLineCodec extends ChannelDuplexHandler {
    /** What is answered before the first of it is written takes memory. */
    private static final int LONGEST_BURST = 64;

    private final ServiceMeter meter;
    private final int longestBurst;
    private final ReceivedLines lines = new ReceivedLines();
    private final AnswerJoiner answers = new AnswerJoiner();
    private Exchange current;
    private boolean waiting;
    private String lineEnd = "";
    private boolean inputEnded;
    private boolean finished;

    /** @param inBursts whether lines that came together are served together; then none of them is answered later */
    public TcpLineCodec(ServiceMeter meter, boolean inBursts) {
        this.meter = meter;
        this.longestBurst = inBursts ? LONGEST_BURST : 1;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        lines.add(ctx.alloc(), (ByteBuf) message);
        drain(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            lines.end();
            resume(ctx);
        } else if (event instanceof IdleStateEvent && !waiting) {
            LingeringCloseHandler.end(ctx.channel());
        } else if (event == LingeringCloseHandler.END) {
            answers.send(ctx);
            finish();
        }
    }

    /** The peer has read: nobody else says that the answers that are made now may leave. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            resume(ctx);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finish();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        answers.release();
    }

    private void finish() {
        finished = true;
        lines.release();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        for (Exchange exchange = (Exchange) message; exchange != null; exchange = exchange.next()) {
            if (finished) {
                exchange.dropAnswer();
            } else if (exchange.answer() != null) {
                answers.add(ctx, exchange.takeAnswer(), lineEnd);
            }
        }
        promise.trySuccess();
        if (waiting && message == current) {
            waiting = false;
            ctx.channel().eventLoop().execute(() -> resume(ctx));
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        answers.send(ctx);
        ctx.flush();
    }

    /** What was answered before somebody closes leaves, or is seen not to have left. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        answers.send(ctx);
        ctx.close(promise);
    }

    private void resume(ChannelHandlerContext ctx) {
        drain(ctx);
        ctx.fireChannelReadComplete();
    }

    /** What is read together has arrived together. */
    private void drain(ChannelHandlerContext ctx) {
        long arrivalNanos = System.nanoTime();
        while (mayServe(ctx) && ctx.channel().isWritable()) {
            current = next(ctx, arrivalNanos);
            if (current == null) {
                break;
            }
            ctx.fireChannelRead(current);
            waiting = current.isPending();
        }
        if (inputEnded && mayServe(ctx) && lines.isEmpty()) {
            LingeringCloseHandler.end(ctx.channel());
        }
        if (!inputEnded && !finished) {
            ctx.channel().config().setAutoRead(!waiting && ctx.channel().isWritable());
        }
    }

    /** A connection that broke is over for what it sent too: the end of its stream was none. */
    private boolean mayServe(ChannelHandlerContext ctx) {
        return !waiting && !finished && ctx.channel().isActive();
    }

    /** Returns the next request, or several in a burst; null where more bytes are needed first. */
    private Exchange next(ChannelHandlerContext ctx, long arrivalNanos) {
        boolean found = lines.find();
        if (lines.isTooLong()) {
            meter.refused(Refusal.LINE_TOO_LONG);
            LingeringCloseHandler.end(ctx.channel());
            return null;
        }
        return found ? burst(ctx, arrivalNanos) : null;
    }

    /** Takes the line that was found and those behind it that have the same end, whose answers the channel has room for. */
    private Exchange burst(ChannelHandlerContext ctx, long arrivalNanos) {
        SocketAddress source = StreamSource.of(ctx.channel());
        lineEnd = lines.lineEnd();
        Exchange first = exchange(ctx, source, arrivalNanos);
        Exchange last = first;
        long roomBytes = answers.roomBytes(ctx) - last.payload().readableBytes();
        for (int count = 1; count < longestBurst && roomBytes > 0 && lines.find() && follows(); count++) {
            last.follow(exchange(ctx, source, arrivalNanos));
            last = last.next();
            roomBytes -= last.payload().readableBytes();
        }
        return first;
    }

    private boolean follows() {
        return !lines.isTooLong() && lines.lineEnd().equals(lineEnd);
    }

    private Exchange exchange(ChannelHandlerContext ctx, SocketAddress source, long arrivalNanos) {
        return new Exchange(ctx.channel(), lines.take(), source, null, Integer.MAX_VALUE, arrivalNanos);
    }
}
