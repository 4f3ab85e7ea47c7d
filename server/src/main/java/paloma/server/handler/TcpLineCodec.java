package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.WellKnown;

/**
 * Cuts a TCP stream into requests and puts their answers back in order: the next line waits until the one before has
 * its answer, so a client may send many lines at once. An answer without a line end gets that of its request. A peer
 * that reads no answers is not read from either.
 */
public final class TcpLineCodec extends ChannelDuplexHandler {
    /** How a stream becomes requests. */
    public enum Framing {
        /** A line is a request, without its line feed (and the carriage return before it); the last may lack one. */
        LINES,
        /** Lines keep their ends and longer ones come in pieces: nothing is lost; the clean end comes as {@code bye}. */
        PIECES
    }

    /** A line may be as long as a datagram; the connection of a longer one is closed. */
    private static final int MAX_LINE_BYTES = WellKnown.MAX_PAYLOAD_BYTES;

    private final Framing framing;
    private final ServiceMeter meter;
    private final Backpressure backpressure;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    /** Bytes behind the reader index that are known to have no line feed: a line that drips in is looked at once. */
    private int scanned;

    private Exchange current;
    private boolean waiting;
    private boolean paused;
    private String lineEnd = "";
    private boolean withinLine;
    private boolean inputEnded;
    private boolean finished;

    /** @param backpressure tells when the service accepts no more: what is received already waits here */
    public TcpLineCodec(Framing framing, ServiceMeter meter, Backpressure backpressure) {
        this.framing = framing;
        this.meter = meter;
        this.backpressure = backpressure;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, (ByteBuf) message);
        drain(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            resume(ctx);
        } else if (event instanceof IdleStateEvent && !waiting && !paused) {
            end(ctx);
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

    /** Sends the answers that were written before, as far as the kernel has room, whichever side ends the connection. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        finished = true;
        ctx.flush();
        ctx.close(promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finished = true;
        received.release();
        received = Unpooled.EMPTY_BUFFER;
        ctx.fireChannelInactive();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Exchange exchange = (Exchange) message;
        ByteBuf answer = exchange.takeAnswer();
        if (answer == null) {
            promise.trySuccess();
        } else {
            writeLine(ctx, answer, promise);
        }
        if (waiting && exchange == current) {
            waiting = false;
            ctx.channel().eventLoop().execute(() -> resume(ctx));
        }
    }

    private void resume(ChannelHandlerContext ctx) {
        drain(ctx);
        ctx.fireChannelReadComplete();
    }

    private void drain(ChannelHandlerContext ctx) {
        while (mayServe(ctx) && ctx.channel().isWritable()) {
            current = next(ctx);
            if (current == null) {
                break;
            }
            ctx.fireChannelRead(current);
            waiting = current.isPending();
            pauseIfFull(ctx);
        }
        if (inputEnded && mayServe(ctx) && !received.isReadable()) {
            finish(ctx);
        }
        if (!inputEnded && !finished) {
            ctx.channel()
                    .config()
                    .setAutoRead(!waiting && !paused && ctx.channel().isWritable());
        }
    }

    /** A connection that broke is over for what it sent too: the end of its stream was none. */
    private boolean mayServe(ChannelHandlerContext ctx) {
        return !waiting && !paused && !finished && ctx.channel().isActive();
    }

    private void pauseIfFull(ChannelHandlerContext ctx) {
        if (!backpressure.accepts()) {
            paused = true;
            backpressure.whenAccepting(() -> ctx.channel().eventLoop().execute(() -> {
                paused = false;
                resume(ctx);
            }));
        }
    }

    /** Returns the next request, or null where more bytes are needed first. */
    private Exchange next(ChannelHandlerContext ctx) {
        int from = received.readerIndex() + scanned;
        int feed = received.indexOf(from, received.writerIndex(), (byte) '\n');
        scanned = feed < 0 ? received.readableBytes() : 0;
        int length = feed < 0 ? received.readableBytes() : feed - received.readerIndex() + 1;
        if (framing == Framing.PIECES) {
            boolean whole = feed >= 0 || length >= MAX_LINE_BYTES || inputEnded;
            return whole && length > 0 ? piece(ctx, length, feed >= 0) : null;
        }
        if (length > MAX_LINE_BYTES + "\r\n".length()) {
            meter.refused(Refusal.TOO_LARGE);
            end(ctx);
            return null;
        }
        if (feed >= 0) {
            lineEnd = feed > received.readerIndex() && received.getByte(feed - 1) == '\r' ? "\r\n" : "\n";
            return exchange(ctx, length, lineEnd.length());
        }
        lineEnd = "";
        return inputEnded && length > 0 ? exchange(ctx, length, 0) : null;
    }

    /** The rest of a longer line may be {@code bye} and is none: where it is as short, it goes byte by byte. */
    private Exchange piece(ChannelHandlerContext ctx, int length, boolean endsLine) {
        int most = withinLine && length <= "bye\r\n".length() ? 1 : MAX_LINE_BYTES;
        withinLine = !endsLine || length > most;
        return exchange(ctx, Math.min(length, most), 0);
    }

    private Exchange exchange(ChannelHandlerContext ctx, int length, int endBytes) {
        scanned = 0;
        ByteBuf payload = received.readRetainedSlice(length);
        return exchange(ctx, payload.writerIndex(length - endBytes));
    }

    private static Exchange exchange(ChannelHandlerContext ctx, ByteBuf payload) {
        return new Exchange(
                ctx.channel(), payload, StreamSource.of(ctx.channel()), null, Integer.MAX_VALUE, System.nanoTime());
    }

    private void finish(ChannelHandlerContext ctx) {
        finished = true;
        if (framing == Framing.PIECES) {
            ctx.fireChannelRead(exchange(ctx, Unpooled.copiedBuffer("bye", StandardCharsets.US_ASCII)));
        }
        ctx.fireChannelReadComplete();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void end(ChannelHandlerContext ctx) {
        close(ctx, ctx.newPromise());
    }

    private void writeLine(ChannelHandlerContext ctx, ByteBuf answer, ChannelPromise promise) {
        boolean ended = answer.isReadable() && answer.getByte(answer.writerIndex() - 1) == '\n';
        if (ended || lineEnd.isEmpty()) {
            ctx.write(answer, promise);
        } else {
            ctx.write(answer, ctx.voidPromise());
            ctx.write(ByteBufUtil.writeAscii(ctx.alloc(), lineEnd), promise);
        }
    }
}
