package paloma.server.handler;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import paloma.net.UdpLimits;

/**
 * Turns datagrams into exchanges, those of one source that follow one another into a burst, and their answers into
 * datagrams that leave from the address that was asked.
 */
public final class DatagramCodec extends ChannelDuplexHandler {
    /** RFC 9000, section 8.1: to a source that has not proved its address, at most three times what it sent. */
    private static final int AMPLIFICATION_LIMIT = 3;

    /** As many as the kernel joins into one (UDP_MAX_SEGMENTS of Linux before 6.9). */
    private static final int LONGEST_BURST = 64;

    private Exchange first;
    private Exchange last;
    private int burst;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        if (first != null && burst < LONGEST_BURST && packet.sender().equals(first.source())) {
            Exchange exchange = exchange(ctx, packet, first.arrivalNanos());
            last.follow(exchange);
            last = exchange;
            burst++;
        } else {
            passOn(ctx);
            first = exchange(ctx, packet, System.nanoTime());
            last = first;
            burst = 1;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        passOn(ctx);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        for (Exchange exchange = first; exchange != null; exchange = exchange.next()) {
            exchange.releasePayload();
        }
        first = null;
    }

    private void passOn(ChannelHandlerContext ctx) {
        if (first != null) {
            Exchange passed = first;
            first = null;
            last = null;
            ctx.fireChannelRead(passed);
        }
    }

    private static Exchange exchange(ChannelHandlerContext ctx, DatagramPacket packet, long arrivalNanos) {
        int limitBytes = answerLimit(packet.content().readableBytes(), packet.sender());
        return new Exchange(
                ctx.channel(), packet.content(), packet.sender(), packet.recipient(), limitBytes, arrivalNanos);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        for (Exchange exchange = (Exchange) message; exchange != null; exchange = exchange.next()) {
            if (exchange.answer() != null) {
                ctx.write(
                        new DatagramPacket(exchange.takeAnswer(), exchange.inetSource(), exchange.asked()),
                        ctx.voidPromise());
            }
        }
        promise.trySuccess();
    }

    static int answerLimit(int requestBytes, InetSocketAddress source) {
        int headers = source.getAddress() instanceof Inet4Address
                ? UdpLimits.IPV4_UDP_HEADER_BYTES
                : UdpLimits.IPV6_UDP_HEADER_BYTES;
        return AMPLIFICATION_LIMIT * (requestBytes + headers) - headers;
    }
}
