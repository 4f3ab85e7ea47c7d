package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/** Bytes as a page of hex shows them. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String page) {
        return ByteBufUtil.decodeHexDump(page.replaceAll("\\s", ""));
    }

    static ByteBuf buffer(String page) {
        return Unpooled.wrappedBuffer(bytes(page));
    }

    /** What a writer puts behind bytes that stand there before. */
    static byte[] written(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.directBuffer(4).writeByte(0x55);
        try {
            writer.accept(out);
            if (out.readByte() != 0x55) {
                throw new AssertionError("wrote over what stood there");
            }
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
        }
    }
}
