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

    /** What bounds each answer; 0 is three times its request. */
    private final int answerLimitBytes;

    private Exchange first;
    private Exchange last;
    private int burst;

    private DatagramCodec(int answerLimitBytes) {
        this.answerLimitBytes = answerLimitBytes;
    }

    /** Makes one for sources that prove nothing. */
    public DatagramCodec() {
        this(0);
    }

    /** Makes one for sources that have proved their addresses: what a record holds is what bounds an answer. */
    public static DatagramCodec ofSessions(int answerLimitBytes) {
        return new DatagramCodec(answerLimitBytes);
    }

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

    /** What came before the event is passed on before it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        passOn(ctx);
        ctx.fireUserEventTriggered(event);
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

    private Exchange exchange(ChannelHandlerContext ctx, DatagramPacket packet, long arrivalNanos) {
        int limitBytes = answerLimitBytes > 0
                ? answerLimitBytes
                : answerLimit(packet.content().readableBytes(), packet.sender());
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
