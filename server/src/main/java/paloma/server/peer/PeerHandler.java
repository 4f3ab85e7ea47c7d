package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;
import paloma.service.Departure;

/**
 * The last stage where a service speaks unasked, in the place of a {@code ServiceHandler}: sends what waits in the
 * outboxes of its peers while the channel is writable, all of them before it flushes.
 */
abstract class PeerHandler extends ChannelDuplexHandler {
    private final Peers peers;
    private final Queue<ServedPeer> awake = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private List<ServedPeer> blocked = new ArrayList<>();
    private ChannelHandlerContext ctx;

    PeerHandler(Peers peers) {
        this.peers = peers;
    }

    final Peers peers() {
        return peers;
    }

    final long nowNanos() {
        return peers.nowNanos();
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    /** Has the outbox of a peer looked at soon. Any thread. */
    final void wake(ServedPeer peer) {
        if (peer.beginToWake()) {
            awake.add(peer);
            if (scheduled.compareAndSet(false, true)) {
                onLoop(this::sendAll);
            }
        }
    }

    /** Lets a peer go who does not read. Any thread. */
    final void doesNotRead(ServedPeer peer) {
        if (peer.leave(Departure.REFUSED)) {
            peers.meter().refused(Refusal.NOT_READING);
        }
    }

    /** Runs it where the peers of this handler belong; not at all where the event loop has ended, and with it the server. */
    final void onLoop(Runnable task) {
        try {
            ctx.executor().execute(task);
        } catch (RejectedExecutionException e) {
            return;
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            List<ServedPeer> waiting = blocked;
            blocked = new ArrayList<>();
            waiting.forEach(this::wake);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    private void sendAll() {
        scheduled.set(false);
        for (ServedPeer peer = awake.poll(); peer != null; peer = awake.poll()) {
            peer.awake();
            send(peer);
        }
        ctx.flush();
    }

    private void send(ServedPeer peer) {
        Departure leaving = peer.leaving();
        if (leaving == null || leaving == Departure.LEFT) {
            drain(peer);
        }
        if (leaving != null && peer.outbox().isEmpty() || leaving == Departure.REFUSED || leaving == Departure.SILENT) {
            depart(peer, leaving);
        }
    }

    private void drain(ServedPeer peer) {
        while (ctx.channel().isWritable()) {
            Outbox.Message message = peer.outbox().poll();
            if (message == null) {
                return;
            }
            ctx.write(
                    Exchange.unasked(
                            ctx.channel(), peer.address(), peer.asked(), framed(message.bytes()), message.sinceNanos()),
                    ctx.voidPromise());
        }
        if (!peer.outbox().isEmpty()) {
            blocked.add(peer);
        }
    }

    /** Passes lines that came to another socket on to the event loop of their peer, which releases them. */
    final void receiveThere(ServedPeer peer, ByteBuf lines) {
        onLoop(() -> {
            try {
                receive(peer, lines);
            } finally {
                lines.release();
            }
        });
    }

    /** Passes lines on to the service, one by one; empty ones show that the peer is there. */
    final void receive(ServedPeer peer, ByteBuf lines) {
        peer.heard(nowNanos());
        while (lines.isReadable()) {
            ByteBuf line = Lines.next(lines);
            if (line.isReadable()) {
                peers.receive(peer, line);
            }
        }
    }

    /** Returns a message as it leaves. */
    abstract ByteBuf framed(ByteBuf message);

    /** Tells the service that a peer has gone; on the event loop. */
    void depart(ServedPeer peer, Departure why) {
        peers.depart(peer, why);
    }
}
