package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.net.SocketAddress;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;

/** The peers of a socket of datagrams, told apart by their addresses; a datagram may bring several lines. */
public class DatagramPeerHandler extends PeerHandler {
    public DatagramPeerHandler(Peers peers) {
        super(peers);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange exchange = (Exchange) message;
        while (exchange != null) {
            Exchange behind = exchange.next();
            exchange.follow(null);
            try {
                take(exchange);
            } finally {
                exchange.releasePayload();
            }
            exchange = behind;
        }
    }

    private void take(Exchange exchange) {
        ServedPeer peer = peers().find(SourceKey.of(exchange.source()));
        if (peer == null) {
            peer = arrive(exchange);
        }
        if (peer == null) {
            return;
        }
        peer.isAt(exchange.source());
        if (peer.home() == this) {
            receive(peer, exchange.payload());
        } else {
            peer.home().pass(peer, exchange.payload());
        }
    }

    /** Returns null where he may not be here. */
    ServedPeer arrive(Exchange exchange) {
        if (!exchange.isProved()) {
            peers().meter().refused(Refusal.UNPROVED);
            return null;
        }
        SocketAddress source = exchange.source();
        ServedPeer peer = new ServedPeer(SourceKey.of(source), this, source, exchange.asked(), exchange.arrivalNanos());
        return peers().arrive(peer) ? peer : null;
    }

    @Override
    ByteBuf framed(ByteBuf message) {
        return message;
    }

    @Override
    boolean sendOldest(ServedPeer peer) {
        ctx().write(exchange(peer, peer.outbox().poll().bytes()), ctx().voidPromise());
        return true;
    }
}
