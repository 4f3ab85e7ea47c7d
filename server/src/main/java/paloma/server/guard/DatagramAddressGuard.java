package paloma.server.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Lets in only the sources that the address rules let in, for protocols that take datagrams as they are. */
public final class DatagramAddressGuard extends ChannelInboundHandlerAdapter {
    private final Guards guards;
    private final ServiceMeter meter;

    public DatagramAddressGuard(Guards guards, ServiceMeter meter) {
        this.guards = guards;
        this.meter = meter;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        if (guards.now().admits(packet.sender().getAddress())) {
            ctx.fireChannelRead(packet);
        } else {
            meter.refused(Refusal.ADDRESS);
            packet.release();
        }
    }
}
