package paloma.server.guard;

import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import paloma.server.handler.Exchange;
import paloma.server.handler.StreamSource;
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
        if (StreamSource.of(ctx.channel()) instanceof InetSocketAddress source
                && !guards.isProxy(source.getAddress())
                && !guards.now().admits(source.getAddress())) {
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
