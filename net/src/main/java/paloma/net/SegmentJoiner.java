package paloma.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/**
 * Joins consecutive datagrams to one peer into one {@code UDP_SEGMENT} send: four fifths of a small datagram's cost is
 * the trip through the kernel, so one trip carries up to {@value #MAX_SEGMENTS}.
 *
 * <p>All segments of a send have one size and only the last may be shorter (Linux {@code udp(7)}). Only datagrams of
 * at most {@value #MAX_SEGMENT_BYTES} bytes, written with the void promise, are joined: the kernel refuses segments
 * above the MTU, and 1,280 is the least that IPv6 allows a link (RFC 8200, section 5). While all slots of the {@link
 * BufferRing} are out, nothing is joined. Where the kernel or the network
 * card refuses all the same, the datagrams leave one by one and joining stops for this channel.
 */
final class SegmentJoiner extends ChannelOutboundHandlerAdapter {
    static final int MAX_SEGMENTS = 64;
    static final int MAX_SEGMENT_BYTES = 1_200;

    private boolean joining = true;
    private DatagramPacket first;
    private ByteBuf joined;
    private int segmentBytes;
    private int segments;
    private boolean full;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof DatagramPacket packet) || !isJoinable(packet, promise)) {
            send(ctx);
            ctx.write(message, promise);
        } else if (first != null && follows(packet) && hasBuffer()) {
            append(packet);
        } else {
            send(ctx);
            first = packet;
            segmentBytes = packet.content().readableBytes();
            segments = 1;
            full = false;
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        send(ctx);
        ctx.flush();
        BufferRing.ofThread().rewind(); // what has left has given its slots back
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (first != null) {
            first.release();
        }
        if (joined != null) {
            joined.release();
        }
        first = null;
        joined = null;
    }

    private boolean isJoinable(DatagramPacket packet, ChannelPromise promise) {
        int bytes = packet.content().readableBytes();
        return joining
                && promise.isVoid()
                && bytes > 0
                && bytes <= MAX_SEGMENT_BYTES
                && !(packet instanceof SegmentedDatagramPacket);
    }

    private boolean follows(DatagramPacket packet) {
        int bytes = packet.content().readableBytes();
        return !full
                && bytes <= segmentBytes
                && (segments * segmentBytes) + bytes <= UdpLimits.MAX_PAYLOAD_BYTES
                && isSame(packet.recipient(), first.recipient());
    }

    private static boolean isSame(InetSocketAddress a, InetSocketAddress b) {
        return a == b || (a.getPort() == b.getPort() && a.getAddress().equals(b.getAddress()));
    }

    /**
     * Returns whether there is something to join into, beginning it where there is. A buffer is many times larger than what
     * some peers get: datagrams to thousands of them must not take one each.
     */
    private boolean hasBuffer() {
        if (joined == null) {
            joined = BufferRing.ofThread().poll();
            if (joined != null) {
                joined.writeBytes(first.content());
            }
        }
        return joined != null;
    }

    private void append(DatagramPacket packet) {
        try {
            ByteBuf content = packet.content();
            full = content.readableBytes() < segmentBytes || ++segments == MAX_SEGMENTS;
            joined.writeBytes(content);
        } finally {
            packet.release();
        }
    }

    private void send(ChannelHandlerContext ctx) {
        if (first == null) {
            return;
        }
        DatagramPacket packet = first;
        ByteBuf content = joined;
        first = null;
        joined = null;
        if (content == null) {
            ctx.write(packet, ctx.voidPromise());
            return;
        }
        int bytes = segmentBytes;
        ByteBuf copy = content.retainedDuplicate();
        ctx.write(new SegmentedDatagramPacket(content, bytes, packet.recipient()))
                .addListener((ChannelFuture sent) -> {
                    if (sent.isSuccess() || !ctx.channel().isActive()) {
                        copy.release();
                    } else {
                        joining = false;
                        sendOneByOne(ctx, copy, bytes, packet.recipient());
                    }
                });
        packet.release();
    }

    private static void sendOneByOne(ChannelHandlerContext ctx, ByteBuf content, int bytes, InetSocketAddress peer) {
        while (content.isReadable()) {
            ByteBuf one = content.readRetainedSlice(Math.min(bytes, content.readableBytes()));
            ctx.write(new DatagramPacket(one, peer), ctx.voidPromise());
        }
        content.release();
        ctx.flush();
    }
}
