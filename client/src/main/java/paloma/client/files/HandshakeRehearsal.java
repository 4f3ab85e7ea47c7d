package paloma.client.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import paloma.transfer.Handshake;
import paloma.transfer.ServerKeyCheck;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Wire;

/**
 * A handshake with nobody, while the first Cookie is on its way, so that a JVM that has just started has loaded what takes
 * it. Else that lasts 5 to 20 ms, and the second Cookie, which has come meanwhile, seems to come over a thin path
 * ({@link paloma.transfer.HelloPair}): the first flight was 5 to 20 packets and not 32.
 */
final class HandshakeRehearsal {
    private static final long NONCE = 0;

    private HandshakeRehearsal() {}

    /** Blocks, and sends nothing. */
    static void run(Handshake.OpenRequest request, ServerKeyCheck serverKeys) {
        byte[] serverKey = X25519.KeyPair.random().publicKey();
        ServerKeyCheck anyKey = key -> {
            serverKeys.refusal(key);
            return null;
        };
        Handshake handshake =
                new Handshake(0, NONCE, request, anyKey, HandshakeRehearsal::atOnce, Handshake.LARGEST_HELLO_BYTES, 0);
        ByteBuf out = Unpooled.buffer(Handshake.LARGEST_HELLO_BYTES);
        handshake.poll(out, 0);
        handshake.poll(out.clear(), 0);
        handshake.take(cookie(Handshake.LARGEST_HELLO_BYTES, serverKey), 0);
        handshake.take(cookie(Wire.SAFE_BYTES, serverKey), 0);
        handshake.firstPackets(0);
        handshake.poll(out.clear(), 0);
    }

    /** Returns a datagram that answers no Hello. */
    static byte[] cookie() {
        return cookie(Wire.SAFE_BYTES, new byte[Cookie.KEY_BYTES]).bytes();
    }

    private static Cookie cookie(int seenBytes, byte[] serverKey) {
        return new Cookie(
                Wire.VERSION,
                NONCE,
                seenBytes,
                false,
                new byte[Cookie.COOKIE_BYTES],
                serverKey,
                List.of(Wire.VERSION),
                List.of(Wire.SUITE));
    }

    private static <T> void atOnce(Supplier<T> work, Consumer<T> next) {
        next.accept(work.get());
    }
}
