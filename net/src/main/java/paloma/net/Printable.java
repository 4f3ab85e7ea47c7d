package paloma.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes from the network as one line that is safe to show on a terminal or to write to a log. */
public final class Printable {
    private Printable() {}

    /**
     * Returns UTF-8 text with control and format characters escaped ({@code \n}, {@code \\}, <code>&#92;u001b</code>), and
     * anything that is not UTF-8 as {@code hex:} and its digits. Reader and writer index stay as they are.
     */
    public static String line(ByteBuf bytes) {
        ByteBuffer view = bytes.nioBuffer();
        try {
            return escape(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(view)
                    .toString());
        } catch (CharacterCodingException e) {
            return "hex:" + ByteBufUtil.hexDump(bytes);
        }
    }

    /** Escapes what could move the cursor, colour the terminal, forge a second line or turn the text around. */
    public static String escape(String text) {
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> appendEscaped(line, c));
        return line.toString();
    }

    /** Returns the text between double quotes, escaped, so that what is in it cannot pass for what is around it. */
    public static String quote(String text) {
        return '"' + escape(text).replace("\"", "\\\"") + '"';
    }

    private static void appendEscaped(StringBuilder line, int c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            case '\\' -> line.append("\\\\");
            default -> {
                if (isUnsafe(c)) {
                    for (char unit : Character.toChars(c)) {
                        line.append(String.format("\\u%04x", (int) unit));
                    }
                } else {
                    line.appendCodePoint(c);
                }
            }
        }
    }

    /**
     * Returns whether a code point could do harm where a person reads it: control, format, separators of lines, none at
     * all, and what takes no room although it is a letter or a mark.
     */
    public static boolean isUnsafe(int c) {
        return isInvisible(c)
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED -> true;
                    default -> false;
                };
    }

    /** Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt) that is no format character, and the blank of braille. */
    private static boolean isInvisible(int c) {
        return c == 0x034f
                || c >= 0x115f && c <= 0x1160
                || c >= 0x17b4 && c <= 0x17b5
                || c >= 0x180b && c <= 0x180f
                || c == 0x2800
                || c == 0x3164
                || c >= 0xfe00 && c <= 0xfe0f
                || c == 0xffa0
                || c >= 0xe0000 && c <= 0xe0fff;
    }
}
