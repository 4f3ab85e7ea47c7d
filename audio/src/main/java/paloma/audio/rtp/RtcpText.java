package paloma.audio.rtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** A byte of length and as many bytes of UTF-8, as RTCP has them for names and reasons. */
final class RtcpText {
    static final int MAX_BYTES = 255;

    private RtcpText() {}

    static void write(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes of text");
        }
        out.writeByte(bytes.length).writeBytes(bytes);
    }

    /** Reads a text; returns an empty one if its bytes are no UTF-8, and null if it is cut off. */
    static String read(ByteBuf in) {
        if (!in.isReadable() || in.getUnsignedByte(in.readerIndex()) >= in.readableBytes()) {
            return null;
        }
        ByteBuf text = in.readSlice(in.readUnsignedByte());
        return ByteBufUtil.isText(text, UTF_8) ? text.toString(UTF_8) : "";
    }
}
