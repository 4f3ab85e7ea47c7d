package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicBoolean;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.protection.ConnectionKeys;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Wire;

/** The handshake of one connection, whose first message has been read. Computes key agreements: not on an event loop. */
final class ServerHandshake {
    private final Open open;
    private final Request request;
    private final HandshakeState noise;
    private final byte[] earlyKey;
    private final AtomicBoolean answered = new AtomicBoolean();

    ServerHandshake(Open open, Request request, HandshakeState noise) {
        this.open = open;
        this.request = request;
        this.noise = noise;
        this.earlyKey = ConnectionKeys.early(noise);
    }

    /**
     * The second message as it leaves.
     *
     * @param datagram sent again, as it is, for each copy of the Open
     */
    record Answer(byte[] datagram, ConnectionKeys keys) {}

    /** Returns what the client sent in clear. */
    Open open() {
        return open;
    }

    /** Returns the key of what the client sends behind its Open. */
    byte[] earlyKey() {
        return earlyKey;
    }

    long connection() {
        return open.connection();
    }

    Request request() {
        return request;
    }

    /** Returns the answer with this frame in it, or null where the client has been answered already. */
    Answer answer(Frame frame) {
        if (!answered.compareAndSet(false, true)) {
            return null;
        }
        ByteBuf payload = Unpooled.buffer(Wire.SAFE_BYTES);
        Frame.encode(frame, payload);
        byte[] message = noise.writeMessage(ByteBufUtil.getBytes(payload));
        if (message == null) {
            return null; // the client's key is no key
        }
        ByteBuf datagram = Unpooled.buffer(Wire.SAFE_BYTES);
        Wire.encode(new Accept(connection(), message), datagram);
        return new Answer(ByteBufUtil.getBytes(datagram), ConnectionKeys.of(earlyKey, noise));
    }
}
