package paloma.server.proxy;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import paloma.server.guard.Guards;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * Takes the header off each datagram of a proxy, so that the later stages see the client's address and bytes, and sends
 * their answers through the proxy. From anybody else a header is payload.
 */
public final class DatagramProxyHandler extends ChannelDuplexHandler {
    private final Guards guards;
    private final ServiceMeter meter;

    public DatagramProxyHandler(Guards guards, ServiceMeter meter) {
        this.guards = guards;
        this.meter = meter;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        if (!guards.isProxy(packet.sender().getAddress())) {
            ctx.fireChannelRead(packet);
            return;
        }
        ProxyHeader header = ProxyHeader.decode(packet.content());
        if (header == null) {
            meter.refused(Refusal.MALFORMED);
            packet.release();
        } else if (header.source() == null) {
            ctx.fireChannelRead(packet);
        } else {
            ctx.fireChannelRead(new DatagramPacket(
                    packet.content(), packet.recipient(), new ProxiedAddress(header.source(), packet.sender())));
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ctx.write(
                message instanceof DatagramPacket packet && packet.recipient() instanceof ProxiedAddress client
                        ? to(client.proxy(), packet)
                        : message,
                promise);
    }

    private static DatagramPacket to(InetSocketAddress proxy, DatagramPacket packet) {
        return packet instanceof SegmentedDatagramPacket many
                ? new SegmentedDatagramPacket(many.content(), many.segmentSize(), proxy, many.sender())
                : new DatagramPacket(packet.content(), proxy, packet.sender());
    }
}
