package paloma.server.handler;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * A connection whose peer reads as many bytes as the test says and no more. As on a socket, what is written leaves only
 * when it was flushed, and the room that the peer makes by reading flushes nothing.
 */
final class SlowPeer extends EmbeddedChannel {
    static final int HIGH_WATER_BYTES = 1_000;

    private final StringBuilder read = new StringBuilder();
    private long room;
    private boolean taking;

    SlowPeer(ChannelHandler... handlers) {
        super(new EmbeddedChannel(), DefaultChannelId.newInstance(), false, false);
        config().setWriteBufferWaterMark(new WriteBufferWaterMark(HIGH_WATER_BYTES / 2, HIGH_WATER_BYTES));
        pipeline().addLast(handlers);
        try {
            register();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    void sends(String text) {
        writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
    }

    void endsItsStream() {
        pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        runPendingTasks();
    }

    /** Reads {@code bytes} more than before, as they come. */
    void reads(long bytes) {
        room += bytes;
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        if (out != null) {
            doWrite(out);
        }
        runPendingTasks();
    }

    String received() {
        return read.toString();
    }

    /** Returns the bytes that wait for the peer, each answer with what Netty adds for its entry. */
    long waitingBytes() {
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        if (taking) {
            return;
        }
        taking = true;
        for (ByteBuf next = (ByteBuf) out.current(); next != null; next = (ByteBuf) out.current()) {
            int bytes = (int) Math.min(room, next.readableBytes());
            if (bytes == 0 && next.isReadable()) {
                break;
            }
            room -= bytes;
            read.append(next.toString(next.readerIndex(), bytes, US_ASCII));
            out.removeBytes(bytes);
            if (bytes == 0) {
                out.remove();
            }
        }
        taking = false;
    }
}
