package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import paloma.net.LingeringCloseHandler;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.WellKnown;

/**
 * Cuts a TCP stream into requests and puts their answers back in order: the next line waits until the one before has
 * its answer, so a client may send many lines at once. An answer without a line end gets that of its request. A peer
 * that reads no answers is not read from either.
 */
public final class TcpLineCodec extends ChannelDuplexHandler {
    /** A line may be as long as a datagram, without its end; a longer one ends the connection. */
    private static final int MAX_LINE_BYTES = WellKnown.MAX_PAYLOAD_BYTES;

    private final ServiceMeter meter;
    private final AnswerJoiner answers = new AnswerJoiner();
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    /** Bytes behind the reader index that are known to have no line feed: a line that drips in is looked at once. */
    private int scanned;

    private Exchange current;
    private boolean waiting;
    private String lineEnd = "";
    private boolean inputEnded;
    private boolean finished;

    public TcpLineCodec(ServiceMeter meter) {
        this.meter = meter;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, (ByteBuf) message);
        drain(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
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
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Exchange exchange = (Exchange) message;
        if (finished) {
            exchange.dropAnswer();
        }
        ByteBuf answer = exchange.takeAnswer();
        if (answer != null) {
            answers.add(ctx, answer, lineEnd);
        }
        promise.trySuccess();
        if (waiting && exchange == current) {
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
        if (inputEnded && mayServe(ctx) && !received.isReadable()) {
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

    /** Returns the next request, or null where more bytes are needed first. */
    private Exchange next(ChannelHandlerContext ctx, long arrivalNanos) {
        int from = received.readerIndex() + scanned;
        int feed = received.indexOf(from, received.writerIndex(), (byte) '\n');
        scanned = feed < 0 ? received.readableBytes() : 0;
        int length = feed < 0 ? received.readableBytes() : feed - received.readerIndex() + 1;
        lineEnd = lineEnd(feed);
        boolean mayGetEnd = feed < 0 && !inputEnded;
        if (length - lineEnd.length() > MAX_LINE_BYTES + (mayGetEnd ? 1 : 0)) { // the one may be a carriage return
            meter.refused(Refusal.LINE_TOO_LONG);
            LingeringCloseHandler.end(ctx.channel());
            return null;
        }
        return length > 0 && !mayGetEnd ? exchange(ctx, length, arrivalNanos) : null;
    }

    private String lineEnd(int feed) {
        if (feed < 0) {
            return "";
        }
        return feed > received.readerIndex() && received.getByte(feed - 1) == '\r' ? "\r\n" : "\n";
    }

    private Exchange exchange(ChannelHandlerContext ctx, int length, long arrivalNanos) {
        scanned = 0;
        ByteBuf payload = received.readRetainedSlice(length);
        payload.writerIndex(length - lineEnd.length());
        return new Exchange(
                ctx.channel(), payload, StreamSource.of(ctx.channel()), null, Integer.MAX_VALUE, arrivalNanos);
    }
}
