package paloma.audio.send;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;

/** Hands what comes to either socket of a pair to the one that knows RTCP. */
@Sharable
final class SharedControl extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Control control;

    SharedControl(Control control) {
        this.control = control;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
        control.take(datagram);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // ICMP says that nobody listens there: a listener may come any time.
    }
}
