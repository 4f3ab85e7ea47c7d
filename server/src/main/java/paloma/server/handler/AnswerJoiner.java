package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/**
 * Joins the answers of a stream until it is flushed: to copy a short one costs less than to send it by itself. Holds at
 * most {@value #JOINED_BYTES} bytes, and none beyond the channel's high-water mark.
 */
final class AnswerJoiner {
    private static final int JOINED_BYTES = 4_096;

    private ByteBuf joined;

    /**
     * Adds an answer behind those before it, and what ends its line where it has no line feed of its own.
     *
     * @param answer passes over
     */
    void add(ChannelHandlerContext ctx, ByteBuf answer, String lineEnd) {
        boolean ended = answer.isReadable() && answer.getByte(answer.writerIndex() - 1) == '\n';
        if (answer.readableBytes() > JOINED_BYTES) {
            send(ctx);
            ctx.write(answer, ctx.voidPromise());
        } else {
            room(ctx, answer.readableBytes()).writeBytes(answer);
            answer.release();
        }
        if (!ended && !lineEnd.isEmpty()) {
            room(ctx, lineEnd.length()).writeCharSequence(lineEnd, StandardCharsets.US_ASCII);
        }
        if (roomBytes(ctx) <= 0) {
            send(ctx);
        }
    }

    /** Returns how many bytes of answers the channel still takes before it is to be left alone. */
    long roomBytes(ChannelHandlerContext ctx) {
        int waiting = joined == null ? 0 : joined.readableBytes();
        return ctx.channel().bytesBeforeUnwritable() - waiting;
    }

    /** Writes what was joined; does not flush. */
    void send(ChannelHandlerContext ctx) {
        if (joined != null) {
            ByteBuf leaving = joined;
            joined = null;
            ctx.write(leaving, ctx.voidPromise());
        }
    }

    void release() {
        if (joined != null) {
            joined.release();
            joined = null;
        }
    }

    private ByteBuf room(ChannelHandlerContext ctx, int bytes) {
        if (joined != null && joined.writableBytes() < bytes) {
            send(ctx);
        }
        if (joined == null) {
            joined = ctx.alloc().ioBuffer(JOINED_BYTES, JOINED_BYTES);
        }
        return joined;
    }
}
