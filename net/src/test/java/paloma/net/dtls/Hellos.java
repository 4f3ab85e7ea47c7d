package paloma.net.dtls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;

/** First messages of clients, as strangers make them up. */
final class Hellos {
    private Hellos() {}

    static ByteBuf withoutCookie(long seed) {
        return withCookie(seed, new byte[0]);
    }

    static ByteBuf withCookie(long seed, byte[] cookie) {
        byte[] random = new byte[32];
        new Random(seed).nextBytes(random);
        ByteBuf body = Unpooled.buffer();
        body.writeShort(0xfefd).writeBytes(random).writeByte(0);
        body.writeByte(cookie.length).writeBytes(cookie);
        body.writeShort(4).writeShort(0xc02b).writeShort(0x00ff);
        body.writeByte(1).writeByte(0);
        ByteBuf extensions = Unpooled.buffer();
        extensions.writeShort(10).writeShort(4).writeShort(2).writeShort(23); // P-256
        extensions.writeShort(13).writeShort(4).writeShort(2).writeShort(0x0403); // ecdsa_secp256r1_sha256
        body.writeShort(extensions.readableBytes()).writeBytes(extensions);
        return record(body);
    }

    private static ByteBuf record(ByteBuf body) {
        int length = body.readableBytes();
        ByteBuf record = Unpooled.buffer();
        record.writeByte(22)
                .writeShort(0xfefd)
                .writeShort(0)
                .writeShort(0)
                .writeInt(0)
                .writeShort(length + 12);
        record.writeByte(1).writeMedium(length).writeShort(0).writeMedium(0).writeMedium(length);
        return record.writeBytes(body);
    }
}
