package paloma.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/** Takes out what was sent to many hosts, which only the packet's {@code recipient} tells. */
final class BroadcastFilter extends ChannelInboundHandlerAdapter {
    private final Runnable refused;
    private final BroadcastAddresses broadcasts;
    private long nowNanos;

    /** @param refused run for each datagram that was taken out */
    BroadcastFilter(Runnable refused) {
        this.refused = refused;
        this.nowNanos = System.nanoTime();
        this.broadcasts = new BroadcastAddresses(nowNanos);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        if (broadcasts.includes(packet.recipient().getAddress(), nowNanos)) {
            packet.release();
            refused.run();
        } else {
            ctx.fireChannelRead(packet);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        nowNanos = System.nanoTime(); // once a batch is often enough
        ctx.fireChannelReadComplete();
    }
}
