package paloma.transfer.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of files, which are bytes, as text and back. A byte that is no part of valid UTF-8 stands as a lone surrogate,
 * U+DC00 plus the byte (as Python's {@code surrogateescape} has it), so that every name has a text of its own.
 */
public final class NameCodec {
    private static final char REPLACEMENT = '\ufffd';
    private static final int ESCAPE = 0xdc00;
    private static final int FIRST_ESCAPE = ESCAPE + 0x80;
    private static final int LAST_ESCAPE = ESCAPE + 0xff;
    private static final int MAX_CHAR_BYTES = 3;

    private NameCodec() {}

    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    public static String decode(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(ByteBuffer.wrap(bytes, from, length));
    }

    private static String decodeEscaping(ByteBuffer in) {
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            out.put((char) (ESCAPE + Byte.toUnsignedInt(in.get())));
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    /** @throws IllegalArgumentException for a lone surrogate that stands for no byte */
    public static byte[] encode(String text) {
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c))
                ? text.getBytes(StandardCharsets.UTF_8)
                : encodeEscaped(CharBuffer.wrap(text));
    }

    private static byte[] encodeEscaped(CharBuffer in) {
        ByteBuffer out = ByteBuffer.allocate(in.remaining() * MAX_CHAR_BYTES);
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        CoderResult result = encoder.encode(in, out, true);
        while (result.isError()) {
            int c = in.get();
            if (!isEscaped(c)) {
                throw new IllegalArgumentException("not the text of a name");
            }
            out.put((byte) c);
            result = encoder.encode(in, out, true);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Returns how many bytes a name has, without making them. */
    public static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            bytes += c < 0x80 || isEscaped(c) ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c);
        }
        return bytes;
    }

    /** Returns whether a code point of a name's text stands for one byte that is no UTF-8. */
    public static boolean isEscaped(int codePoint) {
        return codePoint >= FIRST_ESCAPE && codePoint <= LAST_ESCAPE;
    }
}
