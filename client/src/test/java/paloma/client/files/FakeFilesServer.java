package paloma.client.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.protection.ConnectionKeys;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.Token;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Wire;

/** The server's half of the handshake, without a network, and an ear for what the client seals after it. */
final class FakeFilesServer {
    private static final byte[] COOKIE = new byte[Cookie.COOKIE_BYTES];

    final X25519.KeyPair key = X25519.KeyPair.random();

    /** What clients said, sealed, in its order. */
    final BlockingQueue<Frame> heard = new LinkedBlockingQueue<>();

    private final Function<Request, Frame> answers;
    private final Map<Long, PacketOpener> openers = new HashMap<>();
    private final Token token;

    /**
     * @param secret the token that it wants, or null
     * @param answers what it says to a request: nothing where that is null
     */
    FakeFilesServer(byte[] secret, Function<Request, Frame> answers) {
        this.token = secret == null ? null : new Token(secret);
        this.answers = answers;
    }

    /** Returns what it says to a datagram. */
    List<byte[]> answers(byte[] bytes) {
        ByteBuf datagram = Unpooled.wrappedBuffer(bytes);
        if (Packet.is(datagram)) {
            hear(datagram);
            return List.of();
        }
        Message message = Wire.decode(datagram);
        Message answer =
                message instanceof Hello hello ? cookie(hello) : message instanceof Open open ? opened(open) : null;
        return answer == null ? List.of() : List.of(encoded(answer));
    }

    static byte[] encoded(Message message) {
        ByteBuf out = Unpooled.buffer();
        Wire.encode(message, out);
        return ByteBufUtil.getBytes(out);
    }

    private Cookie cookie(Hello hello) {
        return cookie(hello.nonce(), hello.datagramBytes());
    }

    private Cookie cookie(long nonce, int seenBytes) {
        List<Integer> versions = List.of(Wire.VERSION);
        return new Cookie(
                Wire.VERSION, nonce, seenBytes, token != null, COOKIE, key.publicKey(), versions, List.of(Wire.SUITE));
    }

    private Message opened(Open open) {
        if (token != null && !token.isRight(open)) {
            return new Hint(open.connection(), Hint.Why.TOKEN);
        }
        byte[] prologue = open.prologue(cookie(open.nonce(), open.seenBytes()));
        byte[] psk = token == null ? null : token.psk();
        HandshakeState noise = HandshakeState.responder(prologue, psk, key, X25519.KeyPair.random());
        Request request = (Request) Frame.decode(Unpooled.wrappedBuffer(noise.readMessage(open.noise())));
        Frame answer = openers.containsKey(open.connection()) ? null : answers.apply(request);
        return answer == null ? null : accept(open.connection(), noise, answer);
    }

    private Accept accept(long connection, HandshakeState noise, Frame answer) {
        byte[] early = ConnectionKeys.early(noise);
        ByteBuf payload = Unpooled.buffer();
        Frame.encode(answer, payload);
        Accept accept = new Accept(connection, noise.writeMessage(ByteBufUtil.getBytes(payload)));
        ConnectionKeys keys = ConnectionKeys.of(early, noise);
        openers.put(connection, new PacketOpener(connection, keys.client(), keys.early()));
        return accept;
    }

    private void hear(ByteBuf packet) {
        PacketOpener opener = openers.get(Packet.connection(packet));
        if (opener != null && opener.open(packet) >= 0) {
            heard.add(Frame.decode(opener.text()));
        }
    }
}
