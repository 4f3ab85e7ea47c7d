package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Departure;
import paloma.service.PeerService;

/** The peers of one endpoint, whichever of its sockets they came to, and the calls of their service. Any thread. */
public final class Peers implements Lifecycle {
    /** A person at a line of 2G reads on within seconds; who takes nothing for so long does not read. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final PeerService service;
    private final ServiceMeter meter;
    private final Admission admission;
    private final long idleNanos;
    private final LongSupplier clock;
    private final Map<Object, ServedPeer> peers = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean stopped;

    /**
     * @param admission of the service
     * @param idleNanos how long a peer may be silent
     * @param clock in nanoseconds, as {@link System#nanoTime()}
     */
    public Peers(PeerService service, ServiceMeter meter, Admission admission, long idleNanos, LongSupplier clock) {
        this.service = service;
        this.meter = meter;
        this.admission = admission;
        this.idleNanos = idleNanos;
        this.clock = clock;
    }

    long nowNanos() {
        return clock.getAsLong();
    }

    ServiceMeter meter() {
        return meter;
    }

    Admission admission() {
        return admission;
    }

    /** Returns the peer of this key, or null. */
    ServedPeer find(Object key) {
        return peers.get(key);
    }

    /** Returns why nobody of this source may arrive now, or null. */
    Refusal against(SocketAddress source) {
        return stopped ? Refusal.STOPPING : admission.bounds().against(source);
    }

    /** Tells the service of a peer who has arrived; false where there may be no more. On his event loop. */
    boolean arrive(ServedPeer peer) {
        Refusal against = stopped ? Refusal.STOPPING : admission.bounds().take(peer.source());
        if (against != null) {
            meter.refused(against);
            return false;
        }
        if (peers.putIfAbsent(peer.key(), peer) != null) {
            admission.bounds().release(peer.source());
            meter.refused(Refusal.BUSY); // the same datagram came to two sockets at once
            return false;
        }
        if (sweeping.compareAndSet(false, true)) {
            peer.home().everySecond(() -> sweep(nowNanos()));
        }
        call(peer, () -> service.arrived(peer));
        if (stopped) {
            peer.leave(Departure.REFUSED); // the others were let go before he was one of them
        }
        return true;
    }

    /** Tells the service of a line, unless it is empty and only shows that the peer is there. On his event loop. */
    void receive(ServedPeer peer, ByteBuf line) {
        if (line.isReadable() && peer.leaving() == null) {
            call(peer, () -> service.received(peer, line));
        }
    }

    /** Tells the service, once, that a peer has gone. On his event loop. */
    void depart(ServedPeer peer, Departure why) {
        if (!peer.goes()) {
            return;
        }
        peers.remove(peer.key(), peer);
        admission.bounds().release(peer.source());
        if (peer.source() instanceof InetSocketAddress source) {
            admission.forget(source);
        }
        call(peer, () -> service.departed(peer, why));
    }

    /** Lets those go who are silent or do not read. */
    void sweep(long nowNanos) {
        for (ServedPeer peer : peers.values()) {
            if (nowNanos - peer.heardNanos() > idleNanos) {
                peer.leave(Departure.SILENT);
            } else if (peer.outbox().hasWaited(STALLED_NANOS, nowNanos)) {
                peer.home().doesNotRead(peer);
            }
        }
    }

    /** Lets everybody go: the server stops. */
    @Override
    public void takeLeave() {
        stopped = true;
        peers.values().forEach(peer -> peer.leave(Departure.REFUSED));
    }

    @Override
    public void close() {
        peers.clear();
    }

    private interface Call {
        void make() throws Exception;
    }

    /** A service that failed has forgotten its peer, or may have. */
    private void call(ServedPeer peer, Call call) {
        try {
            call.make();
        } catch (Throwable e) {
            meter.failed(e);
            peer.leave(Departure.REFUSED);
        }
    }
}
