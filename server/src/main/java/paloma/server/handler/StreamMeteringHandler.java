package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import paloma.server.metrics.ServiceMeter;

/** Counts a stream that is taken as a whole as one request, at its first bytes, and all that come. */
public final class StreamMeteringHandler extends ChannelInboundHandlerAdapter {
    private final ServiceMeter meter;
    private boolean began;

    public StreamMeteringHandler(ServiceMeter meter) {
        this.meter = meter;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        meter.requested(began ? 0 : 1, ((ByteBuf) message).readableBytes());
        began = true;
        ctx.fireChannelRead(message);
    }
}
