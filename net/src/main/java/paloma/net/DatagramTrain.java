package paloma.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

/**
 * Datagrams to one peer that are written one after the other into one buffer and leave in one trip through the kernel
 * ({@code UDP_SEGMENT}, Linux {@code udp(7)}) where that is available, else one by one. Used on the channel's event loop.
 */
public final class DatagramTrain {
    /** UDP_MAX_SEGMENTS of Linux before 6.9. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_BYTES = 65_000;
    private static final AttributeKey<Boolean> REFUSED = AttributeKey.valueOf(DatagramTrain.class, "refused");

    private Channel channel;
    private InetSocketAddress peer;
    private InetSocketAddress local;
    private ByteBuf buffer;
    private int start;
    private int segmentBytes;
    private int segments;
    private boolean closed;

    /** @param local the address to send from, or null for the channel's own */
    public DatagramTrain(Channel channel, InetSocketAddress peer, InetSocketAddress local) {
        this.channel = channel;
        this.peer = peer;
        this.local = local;
    }

    /** Sends what follows by another channel, to another address, or from one. */
    public void redirect(Channel newChannel, InetSocketAddress newPeer, InetSocketAddress newLocal) {
        flush();
        channel = newChannel;
        peer = newPeer;
        local = newLocal;
    }

    /** Returns a buffer to write one datagram of at most {@code most} bytes to, at its writer index. */
    public ByteBuf begin(int most) {
        if (buffer != null && (closed || buffer.writerIndex() + most > MAX_BYTES)) {
            send();
        }
        if (buffer == null) {
            buffer = BufferRing.ofThread().take(channel.alloc());
            start = 0;
            segments = 0;
            closed = false;
        }
        return buffer;
    }

    /** Ends the datagram that was written; {@code bytes} is its length, or 0 where none was. */
    public void end(int bytes) {
        if (bytes == 0) {
            return;
        }
        if (segments > 0 && bytes > segmentBytes) {
            int own = buffer.writerIndex() - bytes;
            write(buffer.retainedSlice(start, own - start));
            start = own;
            segments = 0;
        }
        if (segments == 0) {
            segmentBytes = bytes;
        }
        segments++;
        closed = bytes < segmentBytes || segments == MAX_SEGMENTS;
    }

    /** Hands everything written to the channel, and flushes. */
    public void flush() {
        if (buffer != null) {
            send();
            channel.flush();
        }
    }

    /** Returns whether the channel takes more now. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    private void send() {
        ByteBuf rest = buffer;
        buffer = null;
        if (segments == 0) {
            rest.release();
        } else {
            rest.readerIndex(start);
            write(rest);
        }
    }

    private void write(ByteBuf content) {
        if (segments == 1) {
            channel.write(new DatagramPacket(content, peer, local), channel.voidPromise());
        } else if (joins()) {
            channel.write(new SegmentedDatagramPacket(content, segmentBytes, peer, local))
                    .addListener((ChannelFuture sent) -> refusedIf(!sent.isSuccess() && channel.isActive()));
        } else {
            while (content.isReadable()) {
                ByteBuf one = content.readRetainedSlice(Math.min(segmentBytes, content.readableBytes()));
                channel.write(new DatagramPacket(one, peer, local), channel.voidPromise());
            }
            content.release();
        }
    }

    private boolean joins() {
        return channel instanceof EpollDatagramChannel
                && EpollDatagramChannel.isSegmentedDatagramPacketSupported()
                && !refused().get();
    }

    /** What is lost with a refused send is sent again by its protocol. */
    private void refusedIf(boolean failed) {
        if (failed) {
            refused().set(true);
        }
    }

    private Attribute<Boolean> refused() {
        Attribute<Boolean> refused = channel.attr(REFUSED);
        refused.setIfAbsent(false);
        return refused;
    }
}
