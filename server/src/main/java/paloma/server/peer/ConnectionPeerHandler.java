package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import paloma.net.LingeringCloseHandler;
import paloma.server.handler.Exchange;
import paloma.server.handler.StreamSource;
import paloma.service.Departure;

/** The one peer of a connection, who has proved where he is by it: he arrives before he says a word. */
public final class ConnectionPeerHandler extends PeerHandler {
    private static final ByteBuf LINE_END = Unpooled.unreleasableBuffer(
            Unpooled.wrappedBuffer(new byte[] {'\n'}).asReadOnly());

    private ServedPeer peer;
    private boolean inputEnded;

    public ConnectionPeerHandler(Peers peers) {
        super(peers);
    }

    /** Under TLS a connection begins here when its handshake is done. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        arrive(ctx);
        ctx.fireChannelActive();
    }

    private void arrive(ChannelHandlerContext ctx) {
        ServedPeer arriving = new ServedPeer(ctx.channel(), this, StreamSource.of(ctx.channel()), null, nowNanos());
        if (peers().arrive(arriving)) {
            peer = arriving;
        } else {
            LingeringCloseHandler.end(ctx.channel());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange exchange = (Exchange) message;
        try {
            if (peer != null) {
                peer.heard(nowNanos());
                peers().receive(peer, exchange.payload());
            }
        } finally {
            exchange.releasePayload();
        }
    }

    /** The connection is to end: because the peer has ended his side, or because a stage refused him. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        inputEnded |= event instanceof ChannelInputShutdownEvent;
        if (event == LingeringCloseHandler.END) {
            end();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Who has ended his side may still read: what was said to him leaves first, all of it, and the end waits for that. */
    private void end() {
        while (inputEnded && peer != null && !peer.isGone() && !peer.outbox().isEmpty()) {
            sendOldest(peer);
        }
        gone(inputEnded ? Departure.LEFT : Departure.REFUSED);
    }

    /** We close it: it gives way to another, say. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        gone(Departure.REFUSED);
        ctx.close(promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone(Departure.LEFT);
        ctx.fireChannelInactive();
    }

    private void gone(Departure why) {
        if (peer != null) {
            peers().depart(peer, why);
        }
    }

    /** Nobody waits for one who does not read. */
    @Override
    void depart(ServedPeer leaving, Departure why) {
        super.depart(leaving, why);
        if (why == Departure.LEFT || ctx().channel().isWritable()) {
            LingeringCloseHandler.end(ctx().channel());
        } else {
            ctx().close();
        }
    }

    @Override
    ByteBuf framed(ByteBuf message) {
        boolean ended = message.isReadable() && message.getByte(message.writerIndex() - 1) == '\n';
        return ended ? message : Unpooled.wrappedBuffer(message, LINE_END.duplicate());
    }

    @Override
    boolean sendOldest(ServedPeer to) {
        ctx().write(exchange(to, to.outbox().poll().bytes()), ctx().voidPromise());
        return true;
    }
}
