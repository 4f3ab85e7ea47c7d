package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.server.handler.Exchange;
import paloma.server.handler.MeteringHandler;
import paloma.server.metrics.Refusal;
import paloma.service.Departure;

/**
 * The peers of a UNIX socket, who have bound addresses. No event tells when the socket of one has room again: his messages
 * are tried again until it has, and keep those of nobody else waiting.
 */
public final class UnixPeerHandler extends DatagramPeerHandler {
    private static final int AGAIN_MILLIS = 5;

    private boolean scheduled;

    public UnixPeerHandler(Peers peers) {
        super(peers);
    }

    @Override
    ServedPeer arrive(Exchange exchange) {
        if (((DomainSocketAddress) exchange.source()).path().isEmpty()) {
            peers().meter().refused(Refusal.NO_ADDRESS);
            return null;
        }
        return super.arrive(exchange);
    }

    /** A native call takes direct memory alone. */
    @Override
    ByteBuf framed(ByteBuf message) {
        if (message.isDirect() && message.nioBufferCount() == 1) {
            return message;
        }
        try {
            return ctx().alloc().directBuffer(message.readableBytes()).writeBytes(message);
        } finally {
            message.release();
        }
    }

    /** What is tried again has been counted. */
    @Override
    boolean sendOldest(ServedPeer peer) {
        Outbox.Message oldest = peer.outbox().peek();
        Exchange exchange = exchange(peer, oldest.bytes().retainedDuplicate());
        ChannelHandlerContext from =
                peer.beginToTry(oldest) ? ctx() : ctx().pipeline().context(MeteringHandler.class);
        ChannelFuture sent = from.write(exchange);
        boolean waits = exchange.answer() != null;
        exchange.dropAnswer();
        if (waits) {
            tryAgainSoon();
            return false;
        }
        peer.outbox().poll().bytes().release();
        if (!sent.isSuccess()) {
            peer.leave(Departure.LEFT);
        }
        return true;
    }

    private void tryAgainSoon() {
        if (!scheduled) {
            scheduled = true;
            ctx().executor()
                    .schedule(
                            () -> {
                                scheduled = false;
                                tryAgain();
                            },
                            AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }
}
