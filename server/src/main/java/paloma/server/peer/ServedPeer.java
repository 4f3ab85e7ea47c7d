package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import paloma.service.Departure;
import paloma.service.Peer;
import paloma.service.WellKnown;

/** A peer from his arrival to his departure. He belongs to the event loop of the handler where he arrived. */
final class ServedPeer implements Peer {
    /** As many as one read of a socket brings. */
    private static final int MAX_PASSING = 64;

    private final Object key;
    private final PeerHandler home;
    private final SocketAddress source;
    private final InetSocketAddress asked;
    private final Outbox outbox = new Outbox();
    private final AtomicReference<Departure> leaving = new AtomicReference<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicInteger passing = new AtomicInteger();
    private Outbox.Message tried;
    private volatile SocketAddress address;
    private volatile long heardNanos;
    private volatile boolean gone;

    /**
     * @param key by which he is known on his endpoint
     * @param asked the local address that he speaks to; null where it does not matter
     */
    ServedPeer(Object key, PeerHandler home, SocketAddress address, InetSocketAddress asked, long nowNanos) {
        this.key = key;
        this.home = home;
        this.address = address;
        this.source = address;
        this.asked = asked;
        this.heardNanos = nowNanos;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public boolean send(ByteBuf message) {
        if (message.readableBytes() > WellKnown.MAX_PAYLOAD_BYTES) {
            message.release();
            throw new IllegalArgumentException("a message has at most " + WellKnown.MAX_PAYLOAD_BYTES + " bytes");
        }
        if (leaving.get() != null) {
            message.release();
            return false;
        }
        ByteBuf framed = home.framed(message);
        if (!outbox.offer(framed, home.nowNanos())) {
            framed.release();
            home.doesNotRead(this);
            return false;
        }
        home.wake(this);
        if (gone) {
            outbox.clear();
        }
        return true;
    }

    @Override
    public void dismiss() {
        leave(Departure.LEFT);
    }

    /** Has him depart, as soon as his event loop comes to it; only the first reason counts. Any thread. */
    boolean leave(Departure why) {
        boolean first = leaving.compareAndSet(null, why);
        if (first) {
            home.wake(this);
        }
        return first;
    }

    /** Returns why he is to depart, or null. */
    Departure leaving() {
        return leaving.get();
    }

    /** Called when he departs, once; false when he has departed before. On his event loop. */
    boolean goes() {
        boolean first = !gone;
        leaving.compareAndSet(null, Departure.REFUSED);
        gone = true;
        outbox.clear();
        return first;
    }

    boolean isGone() {
        return gone;
    }

    /** Called with where a datagram of his came from, which another way through a proxy changes. */
    void isAt(SocketAddress source) {
        if (source.getClass() == address.getClass()) {
            address = source;
        }
    }

    /** Takes a place among the datagrams that are on their way to his event loop; false where there are too many. */
    boolean beginToPass() {
        boolean may = passing.incrementAndGet() <= MAX_PASSING;
        if (!may) {
            passing.decrementAndGet();
        }
        return may;
    }

    void passed() {
        passing.decrementAndGet();
    }

    /** Called on his event loop when his connection id has shown up elsewhere. */
    void moved(SocketAddress to) {
        address = to;
    }

    Object key() {
        return key;
    }

    /** Returns where he was when he arrived, and what he counts for. */
    SocketAddress source() {
        return source;
    }

    PeerHandler home() {
        return home;
    }

    InetSocketAddress asked() {
        return asked;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Returns whether this message was never tried to be sent before. On his event loop. */
    boolean beginToTry(Outbox.Message message) {
        boolean first = message != tried;
        tried = message;
        return first;
    }

    /** Returns whether he is not in the line of those who have something to send already. */
    boolean beginToWake() {
        return woken.compareAndSet(false, true);
    }

    void awake() {
        woken.set(false);
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    long heardNanos() {
        return heardNanos;
    }
}
