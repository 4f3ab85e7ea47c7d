package paloma.service.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import paloma.service.Departure;
import paloma.service.Peer;
import paloma.service.PeerService;
import paloma.service.WellKnown;

/**
 * A peer without a server: keeps what was sent to him, as texts in UTF-8. Messages may come from any thread.
 *
 * <pre>{@code
 * FakePeer ana = FakePeer.of(new Clock()).arrives().says("time");
 * assertThat(ana.heard()).containsExactly("12:00:00\n");
 * }</pre>
 *
 * <p>He departs when the test says so, by {@link #departs}, also after {@link #dismiss()}: a server too tells the service
 * of it in a call of its own. It is stricter than a server where that finds bugs: a line does not begin at index 0 of its
 * buffer, and is released when {@code received} returns.
 */
public final class FakePeer implements Peer {
    /** Bytes before a line, so that a service that forgets the reader index is found out. */
    private static final byte[] BEFORE = {'9', '9', '9'};

    private final PeerService service;
    private final List<String> heard = new ArrayList<>();
    private SocketAddress address = new InetSocketAddress("192.0.2.1", 4_711);
    private volatile boolean reads = true;
    private volatile boolean dismissed;
    private volatile boolean gone;

    private FakePeer(PeerService service) {
        this.service = service;
    }

    /** Makes a peer of this service, at 192.0.2.1, port 4711, who has not arrived yet. */
    public static FakePeer of(PeerService service) {
        return new FakePeer(service);
    }

    /** Sets where he is; returns this. */
    public FakePeer at(SocketAddress where) {
        address = where;
        return this;
    }

    /** Sets the host where he is, as a literal address, with port 4711; returns this. */
    public FakePeer at(String host) {
        return at(new InetSocketAddress(host, 4_711));
    }

    /**
     * Tells the service that he is there; returns this.
     *
     * @throws Exception what the service throws
     */
    public FakePeer arrives() throws Exception {
        service.arrived(this);
        return this;
    }

    /**
     * Sends lines, each without its end, one after another; returns this.
     *
     * @throws Exception what the service throws
     */
    public FakePeer says(String... lines) throws Exception {
        for (String line : lines) {
            says(line.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /**
     * Sends a line of these bytes; returns this.
     *
     * @throws Exception what the service throws
     */
    public FakePeer says(byte[] line) throws Exception {
        ByteBuf payload = Unpooled.buffer().writeBytes(BEFORE).writeBytes(line).skipBytes(BEFORE.length);
        try {
            service.received(this, payload);
        } finally {
            payload.release();
        }
        return this;
    }

    /**
     * Tells the service that he has gone; returns this. Nothing reaches him any more.
     *
     * @throws Exception what the service throws
     */
    public FakePeer departs(Departure departure) throws Exception {
        gone = true;
        service.departed(this, departure);
        return this;
    }

    /** Reads no more: what is sent from now on is refused, as by a server that has his whole budget waiting. */
    public FakePeer stopsReading() {
        reads = false;
        return this;
    }

    /** Returns what was sent to him since this was called last, oldest first. */
    public List<String> heard() {
        synchronized (heard) {
            List<String> all = List.copyOf(heard);
            heard.clear();
            return all;
        }
    }

    /** Returns whether the service let him go. */
    public boolean isDismissed() {
        return dismissed;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    /**
     * Reads the message to its end, as a socket does, and releases it.
     *
     * @throws IllegalArgumentException when it is too large, as by a server
     */
    @Override
    public boolean send(ByteBuf message) {
        boolean tooLarge = message.readableBytes() > WellKnown.MAX_PAYLOAD_BYTES;
        String text = message.readCharSequence(message.readableBytes(), StandardCharsets.UTF_8)
                .toString();
        message.release();
        if (tooLarge) {
            throw new IllegalArgumentException("a message has at most " + WellKnown.MAX_PAYLOAD_BYTES + " bytes");
        }
        if (gone || dismissed || !reads) {
            return false;
        }
        synchronized (heard) {
            heard.add(text);
        }
        return true;
    }

    @Override
    public void dismiss() {
        dismissed = true;
    }
}
