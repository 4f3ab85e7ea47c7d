package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Bytes as the RFCs show them. */
final class Vectors {
    private Vectors() {}

    static byte[] bytes(String page) {
        return ByteBufUtil.decodeHexDump(page.replaceAll("\\s", ""));
    }

    static ByteBuf buffer(String page) {
        return Unpooled.buffer().writeBytes(bytes(page));
    }

    static String hex(ByteBuf buffer) {
        return ByteBufUtil.hexDump(buffer);
    }

    static String hex(String page) {
        return page.replaceAll("\\s", "").toLowerCase();
    }

    static MasterKey key(CryptoSuite suite, String keyAndSalt) {
        return new MasterKey(suite, bytes(keyAndSalt), PacketIndex.MAX + 1);
    }
}
