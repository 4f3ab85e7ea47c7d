package paloma.transfer.name;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import paloma.transfer.wire.NameCodec;

/**
 * Names in a text of lines and fields: a backslash as {@code \\}, a line feed as {@code \n}, other control characters and
 * bytes that are no UTF-8 as {@code \xHH}, a byte each.
 */
public final class EscapedName {
    private static final String HEX = "0123456789ABCDEF";

    private EscapedName() {}

    public static String escape(String name) {
        StringBuilder text = new StringBuilder(name.length());
        name.codePoints().forEach(c -> append(text, c));
        return text.toString();
    }

    private static void append(StringBuilder text, int c) {
        if (c == '\\') {
            text.append("\\\\");
        } else if (c == '\n') {
            text.append("\\n");
        } else if (NameCodec.isEscaped(c) || Character.getType(c) == Character.CONTROL) {
            for (byte b : NameCodec.encode(Character.toString(c))) {
                text.append("\\x").append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        } else {
            text.appendCodePoint(c);
        }
    }

    /** Returns null for what {@link #escape} never writes: a control character, another or half an escape. */
    public static String unescape(String text) {
        ByteArrayOutputStream name = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\\') {
                name.write(bytes[i]);
                continue;
            }
            int kind = ++i < bytes.length ? bytes[i] : -1;
            int b = kind == '\\' ? '\\' : kind == 'n' ? '\n' : kind == 'x' ? hex(bytes, i + 1) : -1;
            if (b < 0) {
                return null;
            }
            name.write(b);
            i += kind == 'x' ? 2 : 0;
        }
        boolean isPlain = text.codePoints().noneMatch(c -> Character.getType(c) == Character.CONTROL);
        return isPlain ? NameCodec.decode(name.toByteArray()) : null;
    }

    private static int hex(byte[] bytes, int at) {
        if (at + 2 > bytes.length) {
            return -1;
        }
        int high = Character.digit(bytes[at], 16);
        int low = Character.digit(bytes[at + 1], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
