package paloma.server.handler;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * A connection whose peer reads as many bytes as the test says and no more. As on a socket, what is written leaves only
 * when it was flushed, and the room that the peer makes by reading flushes nothing.
 */
public final class SlowPeer extends EmbeddedChannel implements DuplexChannel {
    static final int HIGH_WATER_BYTES = 1_000;

    private final StringBuilder read = new StringBuilder();
    private long room;
    private boolean taking;
    private boolean outputEnded;

    public SlowPeer(ChannelHandler... handlers) {
        super(new EmbeddedChannel(), DefaultChannelId.newInstance(), false, false);
        config().setWriteBufferWaterMark(new WriteBufferWaterMark(HIGH_WATER_BYTES / 2, HIGH_WATER_BYTES));
        pipeline().addLast(handlers);
        try {
            register();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public void sends(String text) {
        writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
    }

    public void endsItsStream() {
        pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        runPendingTasks();
    }

    /** Reads {@code bytes} more than before, as they come. */
    public void reads(long bytes) {
        room += bytes;
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        if (out != null) {
            doWrite(out);
        }
        runPendingTasks();
    }

    /** Returns whether it was told that nothing more comes. */
    public boolean sawTheEnd() {
        return outputEnded || !isOpen();
    }

    public void waits(int seconds) {
        for (int i = 0; i < seconds; i++) {
            advanceTimeBy(1, TimeUnit.SECONDS);
            runScheduledPendingTasks();
        }
    }

    public String received() {
        return read.toString();
    }

    /** Returns the bytes that wait for the peer, each answer with what Netty adds for its entry. */
    public long waitingBytes() {
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes();
    }

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOutputShutdown() {
        return outputEnded;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        outputEnded = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
        return outputEnded;
    }

    @Override
    public ChannelFuture shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        throw new UnsupportedOperationException();
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
