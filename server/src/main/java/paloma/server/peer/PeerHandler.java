package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;
import paloma.service.Departure;

/**
 * The last stage where a service speaks unasked, in the place of a {@code ServiceHandler}: passes lines on to the service,
 * and sends what waits in the outboxes of its peers while the channel takes it, all of them before it flushes.
 */
abstract class PeerHandler extends ChannelDuplexHandler {
    private final Peers peers;
    private final Queue<ServedPeer> awake = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private Set<ServedPeer> blocked = new LinkedHashSet<>();
    private ChannelHandlerContext ctx;

    PeerHandler(Peers peers) {
        this.peers = peers;
    }

    /** Returns a message as it leaves; the message passes over. Any thread. */
    abstract ByteBuf framed(ByteBuf message);

    /** Sends the oldest message of a peer; false where it has to wait. */
    abstract boolean sendOldest(ServedPeer peer);

    final Peers peers() {
        return peers;
    }

    final long nowNanos() {
        return peers.nowNanos();
    }

    final ChannelHandlerContext ctx() {
        return ctx;
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

    /** Lets a peer go who does not read, also one who was to leave when he has read. Any thread. */
    final void doesNotRead(ServedPeer peer) {
        if (peer.leave(Departure.REFUSED)) {
            peers.meter().refused(Refusal.NOT_READING);
        } else {
            onLoop(() -> depart(peer, peer.leaving()));
        }
    }

    /** Passes lines that came to another socket on to the event loop of their peer. Any thread. */
    final void pass(ServedPeer peer, ByteBuf lines) {
        if (!peer.beginToPass()) {
            peers.meter().refused(Refusal.BUSY);
            return;
        }
        ByteBuf copy = Unpooled.copiedBuffer(lines); // what a datagram is read into is many times larger than most are
        onLoop(() -> {
            receive(peer, copy);
            peer.passed();
        });
    }

    /** Runs a task on the event loop as long as this lasts. */
    final void everySecond(Runnable task) {
        ctx.executor().scheduleWithFixedDelay(task, 1, 1, TimeUnit.SECONDS);
    }

    /** Passes the lines of a datagram on to the service, one by one. On the event loop. */
    final void receive(ServedPeer peer, ByteBuf lines) {
        peer.heard(nowNanos());
        while (lines.isReadable()) {
            peers.receive(peer, Lines.next(lines));
        }
    }

    /** Called once, on the event loop, when a peer goes. */
    void depart(ServedPeer peer, Departure why) {
        peers.depart(peer, why);
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            tryAgain();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    final void tryAgain() {
        Set<ServedPeer> waiting = blocked;
        blocked = new LinkedHashSet<>();
        waiting.forEach(this::wake);
    }

    /** Returns what takes a message down the pipeline, as of now: what waited for long exceeds no rate by that. */
    final Exchange exchange(ServedPeer peer, ByteBuf message) {
        return Exchange.unasked(ctx.channel(), peer.address(), peer.asked(), message, nowNanos());
    }

    private void sendAll() {
        scheduled.set(false);
        for (ServedPeer peer = awake.poll(); peer != null; peer = awake.poll()) {
            peer.awake();
            send(peer);
        }
        ctx.flush();
    }

    /** One who was dismissed goes when he has what was sent to him, others at once. */
    private void send(ServedPeer peer) {
        if (peer.isGone()) {
            return; // whoever spoke to him meanwhile clears his outbox
        }
        Departure leaving = peer.leaving();
        boolean all = drain(peer);
        if (leaving != null && (all || leaving != Departure.LEFT)) {
            depart(peer, leaving);
        }
    }

    /** Sends what waits; false where some of it still does. */
    private boolean drain(ServedPeer peer) {
        while (!peer.outbox().isEmpty()) {
            if (!ctx.channel().isWritable() || !sendOldest(peer)) {
                blocked.add(peer);
                return false;
            }
        }
        return true;
    }

    /** Runs it where the peers of this handler belong; not at all where the event loop has ended, and with it the server. */
    private void onLoop(Runnable task) {
        try {
            ctx.executor().execute(task);
        } catch (RejectedExecutionException e) {
            return;
        }
    }
}
