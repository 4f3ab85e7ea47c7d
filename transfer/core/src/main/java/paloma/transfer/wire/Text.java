package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Text in UTF-8, or a name as {@link NameCodec} has it, behind its length as u16. */
final class Text {
    private Text() {}

    static void write(ByteBuf out, String text) {
        int at = out.writerIndex();
        out.writeShort(0);
        out.setShort(at, ByteBufUtil.writeUtf8(out, text));
    }

    /** Returns null where the length is above the limit or past the end, or where the bytes are not UTF-8. */
    static String read(ByteBuf in, int limitBytes) {
        if (in.readableBytes() < Short.BYTES) {
            return null;
        }
        int length = in.readUnsignedShort();
        if (length > limitBytes
                || length > in.readableBytes()
                || !ByteBufUtil.isText(in, in.readerIndex(), length, StandardCharsets.UTF_8)) {
            return null;
        }
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    /** @throws IllegalArgumentException where the name is longer than the limit */
    static void writeName(ByteBuf out, String name, int limitBytes) {
        byte[] bytes = NameCodec.encode(name);
        if (bytes.length > limitBytes) {
            throw new IllegalArgumentException("a name of more than " + limitBytes + " bytes");
        }
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    /** Returns null where the length is above the limit or past the end. */
    static String readName(ByteBuf in, int limitBytes) {
        int length = in.readableBytes() < Short.BYTES ? Integer.MAX_VALUE : in.readUnsignedShort();
        if (length > limitBytes || length > in.readableBytes()) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return NameCodec.decode(bytes);
    }

    /** Returns the longest beginning that takes no more bytes than the limit and cuts no character in two. */
    static String cut(String text, int limitBytes) {
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > limitBytes) {
                return text.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return text;
    }
}
