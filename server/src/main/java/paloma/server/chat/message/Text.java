package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A field that is a length of 16 bits and as many bytes of UTF-8. */
final class Text {
    private Text() {}

    static void write(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    /** Returns null where there is none, or one of more bytes, or of other bytes than UTF-8. */
    static String read(ByteBuf in, int maxBytes) {
        int length = in.readableBytes() < Short.BYTES ? -1 : in.readUnsignedShort();
        if (length < 0 || length > maxBytes || length > in.readableBytes()) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(in.readSlice(length).nioBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static void write(ByteBuf out, ChatName name) {
        write(out, name.text());
    }

    /** Returns null where there is none, or what nobody could have typed as a name. */
    static ChatName readName(ByteBuf in) {
        String given = read(in, ChatName.MAX_BYTES);
        return given == null ? null : ChatName.parse(given).orElse(null);
    }
}
