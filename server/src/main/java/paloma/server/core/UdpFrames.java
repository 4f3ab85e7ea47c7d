package paloma.server.core;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** Turns datagrams into exchanges and their answers into datagrams that leave from the address that was asked. */
public final class UdpFrames extends ChannelDuplexHandler {
    /** RFC 9000, section 8.1: to a source that has not proved its address, at most three times what it sent. */
    private static final int AMPLIFICATION_LIMIT = 3;

    private static final int IPV4_HEADER_BYTES = 28; // RFC 791 and RFC 768
    private static final int IPV6_HEADER_BYTES = 48; // RFC 8200 and RFC 768

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        InetSocketAddress source = packet.sender();
        ctx.fireChannelRead(new Exchange(
                ctx.channel(),
                packet.content(),
                source,
                packet.recipient(),
                answerLimit(packet.content().readableBytes(), source),
                System.nanoTime()));
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Exchange exchange = (Exchange) message;
        if (exchange.answer() == null) {
            promise.trySuccess();
            return;
        }
        ctx.write(new DatagramPacket(exchange.takeAnswer(), exchange.inetSource(), exchange.asked()), promise);
    }

    static int answerLimit(int requestBytes, InetSocketAddress source) {
        int headers = source.getAddress() instanceof Inet4Address ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
        return AMPLIFICATION_LIMIT * (requestBytes + headers) - headers;
    }
}
