package paloma.server.guard;

import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Serves only the sources that the address rules let in; a TCP connection from another is closed at once. */
public final class AddressGuard extends Guard {
    private final Guards guards;

    public AddressGuard(Guards guards, ServiceMeter meter) {
        super(meter, Refusal.ADDRESS);
        this.guards = guards;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.channel().remoteAddress() instanceof InetSocketAddress peer
                && !guards.isProxy(peer.getAddress())
                && !guards.now().admits(peer.getAddress())) {
            refused();
            ctx.close();
            return;
        }
        ctx.fireChannelActive();
    }

    @Override
    int lets(Exchange first) {
        return guards.now().admits(first.inetSource().getAddress()) ? ALL : NONE;
    }
}
