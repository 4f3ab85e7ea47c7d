package paloma.server.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import paloma.net.LingeringCloseHandler;
import paloma.server.handler.StreamSource;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** What {@link AddressGuard} is to requests, for a stream that is taken as a whole. */
public final class StreamAddressGuard extends ChannelInboundHandlerAdapter {
    private final Guards guards;
    private final ServiceMeter meter;

    public StreamAddressGuard(Guards guards, ServiceMeter meter) {
        this.guards = guards;
        this.meter = meter;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        SocketAddress peer = ctx.channel().remoteAddress();
        if (peer instanceof InetSocketAddress inet && !guards.isProxy(inet.getAddress()) && !admits(peer)) {
            meter.refused(Refusal.ADDRESS);
            ctx.close();
            return;
        }
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (admits(StreamSource.of(ctx.channel()))) {
            ctx.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        meter.refused(Refusal.ADDRESS);
        LingeringCloseHandler.end(ctx.channel());
    }

    private boolean admits(SocketAddress source) {
        return !(source instanceof InetSocketAddress inet) || guards.now().admits(inet.getAddress());
    }
}
