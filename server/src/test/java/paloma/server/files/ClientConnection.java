package paloma.server.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.transfer.noise.HandshakeState;
import paloma.transfer.noise.X25519;
import paloma.transfer.protection.ConnectionKeys;
import paloma.transfer.protection.PacketOpener;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.protection.Token;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.RequestFlags;
import paloma.transfer.wire.Wire;

/** A connection as its client has it, whose datagrams a test makes and reads by hand. */
final class ClientConnection {
    private final long number;
    private final PacketSealer sealer;
    private HandshakeState noise;
    private byte[] earlyKey;
    private PacketOpener opener;

    ClientConnection(long number) {
        this.number = number;
        this.sealer = new PacketSealer(number);
    }

    static Request put(String name, long size) {
        return request(Kind.PUT, name, new FileFacts(size, FileFacts.NO_MODE, 0));
    }

    static Request get(String name) {
        return request(Kind.GET, name, FileFacts.NONE);
    }

    static Request request(Kind kind, String name, FileFacts facts) {
        return new Request(kind, RequestFlags.NONE, Wire.SAFE_BYTES, facts, 4, 0, name, List.of());
    }

    static Request batch(Kind kind, String base, RequestFlags flags, long size) {
        return new Request(
                kind, flags, Wire.SAFE_BYTES, new FileFacts(size, FileFacts.NO_MODE, 0), 4, 0, base, List.of());
    }

    static Request forced(Request request) {
        return with(request, request.flags().withForce(true));
    }

    static Request with(Request request, RequestFlags flags) {
        return new Request(
                request.kind(),
                flags,
                request.largestBytes(),
                request.facts(),
                request.credit(),
                request.limitKbit(),
                request.name(),
                request.held());
    }

    long number() {
        return number;
    }

    Open open(Cookie cookie, Request request) {
        return open(cookie, request, null);
    }

    /** Makes an Open; what is sealed from then on is early, until the answer has come. */
    Open open(Cookie cookie, Request request, byte[] secret) {
        return open(cookie, bytes(request), secret);
    }

    Open open(Cookie cookie, byte[] request, byte[] secret) {
        Token token = secret == null ? null : new Token(secret);
        Open bare = new Open(
                number,
                Wire.VERSION,
                Wire.SUITE,
                cookie.nonce(),
                cookie.seenBytes(),
                cookie.cookie(),
                new byte[0],
                new byte[Open.CHECK_BYTES]);
        noise = HandshakeState.initiator(
                bare.prologue(cookie), token == null ? null : token.psk(), cookie.serverKey(), X25519.KeyPair.random());
        Open open = bare.with(noise.writeMessage(request), bare.check());
        earlyKey = ConnectionKeys.early(noise);
        sealer.early(earlyKey);
        return token == null ? open : open.with(open.noise(), token.check(open));
    }

    /** Reads the answer to the Open, and has the keys of the connection from then on; null where it is not authentic. */
    Frame accepted(Accept accept) {
        HandshakeState second = noise.copy();
        byte[] payload = second.readMessage(accept.noise());
        if (payload == null) {
            return null;
        }
        if (opener == null) {
            ConnectionKeys keys = ConnectionKeys.of(earlyKey, second);
            sealer.established(keys.client());
            opener = new PacketOpener(number, keys.server(), null);
        }
        return Frame.decode(Unpooled.wrappedBuffer(payload));
    }

    /** Returns a packet with this frame in it. */
    ByteBuf sealed(Frame frame) {
        ByteBuf out = Unpooled.buffer(Wire.SAFE_BYTES);
        sealer.seal(frame, out);
        return out;
    }

    /** Returns the frame in a packet of the server, or null where it does not open. */
    Frame opened(byte[] packet) {
        return opener.open(Unpooled.wrappedBuffer(packet)) < 0
                ? null
                : Frame.decode(opener.text().copy());
    }

    static byte[] bytes(Frame frame) {
        ByteBuf out = Unpooled.buffer(Wire.SAFE_BYTES);
        byte[] bytes = new byte[Frame.encode(frame, out)];
        out.readBytes(bytes);
        return bytes;
    }
}
