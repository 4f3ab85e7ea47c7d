package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import paloma.net.dtls.DtlsSessionEvent;
import paloma.net.dtls.DtlsSessions;
import paloma.server.handler.Exchange;
import paloma.service.Departure;

/** The peers of a socket over DTLS: each is there as long as his session, wherever that moves. */
public final class SessionPeerHandler extends PeerHandler {
    private final Map<InetSocketAddress, ServedPeer> byAddress = new HashMap<>();

    public SessionPeerHandler(Peers peers) {
        super(peers);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof DtlsSessionEvent.Established arrival) {
            arrive(ctx, arrival.peer());
        } else if (event instanceof DtlsSessionEvent.Moved move) {
            move(move);
        } else if (event instanceof DtlsSessionEvent.Ended end) {
            end(byAddress.remove(end.peer()));
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Who may not be here has no use for his session. */
    private void arrive(ChannelHandlerContext ctx, InetSocketAddress address) {
        ServedPeer peer = new ServedPeer(new Object(), this, address, null, nowNanos());
        byAddress.put(address, peer);
        if (!peers().arrive(peer)) {
            byAddress.remove(address);
            ctx.executor().execute(() -> endSession(ctx, address));
        }
    }

    private void move(DtlsSessionEvent.Moved move) {
        ServedPeer peer = byAddress.remove(move.before());
        if (peer != null) {
            peer.moved(move.peer());
            byAddress.put(move.peer(), peer);
        }
    }

    private void end(ServedPeer peer) {
        if (peer != null) {
            peers().depart(peer, Departure.LEFT);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        for (Exchange exchange = (Exchange) message; exchange != null; exchange = exchange.next()) {
            try {
                ServedPeer peer = byAddress.get(exchange.inetSource());
                if (peer != null) {
                    receive(peer, exchange.payload());
                }
            } finally {
                exchange.releasePayload();
            }
        }
    }

    @Override
    void depart(ServedPeer peer, Departure why) {
        super.depart(peer, why);
        InetSocketAddress address = (InetSocketAddress) peer.address();
        if (byAddress.remove(address, peer)) {
            endSession(ctx(), address);
        }
    }

    private static void endSession(ChannelHandlerContext ctx, InetSocketAddress address) {
        DtlsSessions sessions = ctx.channel().attr(DtlsSessions.OF).get();
        if (sessions != null) {
            sessions.end(address);
        }
    }

    @Override
    boolean sendOldest(ServedPeer peer) {
        ctx().write(exchange(peer, peer.outbox().poll().bytes()), ctx().voidPromise());
        return true;
    }

    @Override
    ByteBuf framed(ByteBuf message) {
        return message;
    }
}
