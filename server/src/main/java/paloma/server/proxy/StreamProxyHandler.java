package paloma.server.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.net.ConnectionLimits;
import paloma.server.guard.Guards;
import paloma.server.handler.StreamSource;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * Takes the header, of version 1 or 2, off the connection of a proxy and notes the client that it tells. A connection of a
 * proxy that begins otherwise is closed; from anybody else a header is payload.
 */
public final class StreamProxyHandler extends ChannelInboundHandlerAdapter {
    /** The specification asks for three at least (section 3): a lost packet has come again by then. */
    private static final int HEADER_SECONDS = 5;

    private final Guards guards;
    private final ServiceMeter meter;

    public StreamProxyHandler(Guards guards, ServiceMeter meter) {
        this.guards = guards;
        this.meter = meter;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        boolean isProxy =
                ctx.channel().remoteAddress() instanceof InetSocketAddress peer && guards.isProxy(peer.getAddress());
        if (isProxy) {
            ctx.pipeline().addBefore(ctx.name(), "proxy-header", new HAProxyMessageDecoder());
            ctx.executor().schedule(() -> refuseUnlessDone(ctx), HEADER_SECONDS, TimeUnit.SECONDS);
        } else {
            ctx.pipeline().remove(this);
        }
    }

    /** Whoever speaks first, speaks to the client: the connection is there when its header is. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        return;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HAProxyMessage header = (HAProxyMessage) message;
        try {
            // The address is null where the proxy speaks for itself (LOCAL), or does not say (UNKNOWN).
            if (header.sourceAddress() != null
                    && header.proxiedProtocol().addressFamily().name().startsWith("AF_IP")) {
                InetSocketAddress client = new InetSocketAddress(header.sourceAddress(), header.sourcePort());
                StreamSource.set(ctx.channel(), client);
                ConnectionLimits.tell(ctx.channel(), client.getAddress());
            }
        } finally {
            header.release();
        }
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }

    /** The other side has ended its stream within the header. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            refuse(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            refuse(ctx);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    private void refuseUnlessDone(ChannelHandlerContext ctx) {
        if (!ctx.isRemoved()) {
            refuse(ctx);
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        meter.refused(Refusal.MALFORMED);
        ctx.close();
    }
}
