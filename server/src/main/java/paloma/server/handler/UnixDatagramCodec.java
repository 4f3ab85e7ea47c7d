package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.WellKnown;

/**
 * Turns datagrams of a UNIX socket into exchanges and sends their answers itself, at once, past Netty's queue: there a
 * client that does not read its answers would hold up everybody else's. What it has no room for is dropped and counted;
 * so is the answer to a client that has bound no address. What nobody asked for stays in its exchange where there is no
 * room for it, and its promise fails where there is nobody any more.
 */
public final class UnixDatagramCodec extends ChannelDuplexHandler {
    private final ServiceMeter meter;

    public UnixDatagramCodec(ServiceMeter meter) {
        this.meter = meter;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DomainDatagramPacket packet = (DomainDatagramPacket) message;
        if (packet.content().readableBytes() > WellKnown.MAX_PAYLOAD_BYTES) {
            // Here a datagram may be larger than our buffer, and what is full may have been cut.
            packet.release();
            meter.refused(Refusal.TOO_LARGE);
            return;
        }
        ctx.fireChannelRead(new Exchange(
                ctx.channel(), packet.content(), packet.sender(), null, Integer.MAX_VALUE, System.nanoTime()));
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Exchange exchange = (Exchange) message;
        ByteBuf answer = exchange.takeAnswer();
        if (answer == null) {
            promise.trySuccess();
            return;
        }
        String path = ((DomainSocketAddress) exchange.source()).path();
        if (path.isEmpty()) {
            answer.release();
            meter.refused(Refusal.NO_ADDRESS);
            promise.trySuccess();
        } else {
            send(ctx, exchange, direct(ctx, answer), path, promise);
        }
    }

    private void send(
            ChannelHandlerContext ctx, Exchange exchange, ByteBuf answer, String path, ChannelPromise promise) {
        try {
            if (isSent(ctx, answer, path.getBytes(StandardCharsets.UTF_8))) {
                promise.trySuccess();
            } else if (exchange.isUnasked()) {
                exchange.waits(answer.retain());
            } else {
                refused(promise, null);
            }
        } catch (IOException e) {
            refused(promise, e);
        } finally {
            answer.release();
        }
    }

    private void refused(ChannelPromise promise, IOException cause) {
        meter.refused(Refusal.UNSENT);
        if (cause == null || promise.isVoid()) {
            promise.trySuccess();
        } else {
            promise.tryFailure(cause);
        }
    }

    /** Returns whether the socket of that path has taken it. */
    private static boolean isSent(ChannelHandlerContext ctx, ByteBuf answer, byte[] path) throws IOException {
        Socket socket = (Socket) ((UnixChannel) ctx.channel()).fd();
        ByteBuffer bytes = answer.nioBuffer();
        int sent = socket.sendToDomainSocket(bytes, bytes.position(), bytes.limit(), path);
        return sent == bytes.limit() - bytes.position();
    }

    /** Returns the answer in one direct buffer: the native call takes no other, and sends nothing of it. */
    private static ByteBuf direct(ChannelHandlerContext ctx, ByteBuf answer) {
        if (answer.isDirect() && answer.nioBufferCount() == 1) {
            return answer;
        }
        try {
            return ctx.alloc().directBuffer(answer.readableBytes()).writeBytes(answer);
        } finally {
            answer.release();
        }
    }
}
