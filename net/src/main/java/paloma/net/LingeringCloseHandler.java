package paloma.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that its peer gets all that was written to it: that leaves first, at the pace of the peer, then
 * the end of our stream, and what still comes is discarded for a while. A socket that is closed with something unread
 * resets the connection (RFC 1122, 4.2.2.13), which destroys what is on its way. A connection that is closed with
 * something unsent is reset: a stream that was cut is not to look like a whole one.
 */
public final class LingeringCloseHandler extends ChannelDuplexHandler {
    private enum Event {
        END
    }

    /** Goes through the pipeline from its head when an end begins: from then on nothing is read, and nothing served. */
    public static final Object END = Event.END;

    /** A peer that sends nothing for so long has seen the end, or never looks. */
    private static final int SILENT_SECONDS = 2;

    /** One that goes on sending may first send all that it has, and read then. */
    private static final int MAX_DISCARDING_SECONDS = 10;

    private final int stalledSeconds;
    private boolean ending;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean discarded;
    private int seconds;
    private int silentSeconds;

    /** @param stalledSeconds how long a peer may read nothing of what was written to it */
    public LingeringCloseHandler(int stalledSeconds) {
        this.stalledSeconds = stalledSeconds;
    }

    /** Begins to end a connection that has such a stage. Any thread. */
    public static void end(Channel connection) {
        connection.pipeline().fireUserEventTriggered(END);
    }

    /** Has a connection that is closed, by whomever, reset; or not. */
    public static void resetAtClose(Channel connection, boolean reset) {
        try {
            connection.config().setOption(ChannelOption.SO_LINGER, reset ? 0 : -1);
        } catch (ChannelException gone) {
            return; // the socket is closed already
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (ending) {
            discarded = true;
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        inputEnded |= event instanceof ChannelInputShutdownEvent;
        ctx.fireUserEventTriggered(event);
        if (event == END) {
            begin(ctx);
        } else if (isOver(ctx, event)) {
            ctx.close();
        }
    }

    private boolean isOver(ChannelHandlerContext ctx, Object event) {
        return event instanceof IdleStateEvent ? unsentBytes(ctx) > 0 : inputEnded && outputEnded;
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        ctx.flush();
        if (unsentBytes(ctx) > 0) {
            resetAtClose(ctx.channel(), true);
        }
        ctx.close(promise);
    }

    private void begin(ChannelHandlerContext ctx) {
        if (ending || !ctx.channel().isActive()) {
            return;
        }
        ending = true;
        if (!inputEnded) {
            ctx.channel().config().setAutoRead(true);
        }
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (sent.isSuccess()) {
                endOutput(ctx);
            } else {
                ctx.close();
            }
        });
        closeIfStalled(ctx);
    }

    private void closeIfStalled(ChannelHandlerContext ctx) {
        long before = unsentBytes(ctx);
        if (before > 0) {
            later(ctx, stalledSeconds, () -> {
                if (unsentBytes(ctx) >= before) {
                    ctx.close();
                } else {
                    closeIfStalled(ctx);
                }
            });
        }
    }

    private void endOutput(ChannelHandlerContext ctx) {
        resetAtClose(ctx.channel(), false);
        outputEnded = true;
        if (inputEnded) {
            ctx.close();
        } else {
            ((DuplexChannel) ctx.channel()).shutdownOutput();
            everySecond(ctx);
        }
    }

    private void everySecond(ChannelHandlerContext ctx) {
        later(ctx, 1, () -> {
            seconds++;
            silentSeconds = discarded ? 0 : silentSeconds + 1;
            discarded = false;
            if (silentSeconds == SILENT_SECONDS || seconds == MAX_DISCARDING_SECONDS) {
                ctx.close();
            } else {
                everySecond(ctx);
            }
        });
    }

    private static void later(ChannelHandlerContext ctx, int delaySeconds, Runnable task) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (ctx.channel().isActive()) {
                                task.run();
                            }
                        },
                        delaySeconds,
                        TimeUnit.SECONDS);
    }

    /** Returns the bytes that the kernel has not taken yet, and some for each buffer that they are in. */
    static long unsentBytes(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
    }
}
