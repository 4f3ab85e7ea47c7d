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

    /**
     * Escapes what could move the cursor, colour the terminal, forge a second line, turn the text around or stay unseen,
     * and the bytes of a name that are no UTF-8, such as {@code \\xE9}.
     */
    public static String escape(String text) {
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> appendEscaped(line, c));
        return line.toString();
    }

    /**
     * Returns the text between double quotes, escaped, so that what is in it cannot pass for what is around it; a mark at its
     * beginning would combine with the quote.
     */
    public static String quote(String text) {
        StringBuilder line = new StringBuilder(text.length() + 16).append('"');
        text.codePoints().forEach(c -> {
            if (c == '"') {
                line.append("\\\"");
            } else if (line.length() == 1 && isMark(c)) {
                appendCode(line, c);
            } else {
                appendEscaped(line, c);
            }
        });
        return line.append('"').toString();
    }

    /** Returns a name as it is if it is one plain word, and quoted otherwise. */
    public static String word(String name) {
        return !name.isEmpty() && name.codePoints().allMatch(Printable::isPlain) ? name : quote(name);
    }

    /** Escapes what is unsafe and leaves backslashes as they are, in a sentence that quotes what needs it. */
    public static String sentence(String text) {
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isUnsafe(c)) {
                appendEscaped(line, c);
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }

    private static void appendEscaped(StringBuilder line, int c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            case '\\' -> line.append("\\\\");
            default -> {
                if (isUnsafe(c)) {
                    appendCode(line, c);
                } else {
                    line.appendCodePoint(c);
                }
            }
        }
    }

    private static void appendCode(StringBuilder line, int c) {
        line.append(code(c));
    }

    /**
     * Returns the escape of a character. A byte of a name that is no UTF-8 stands as U+DC00 and the byte, as Python's
     * {@code surrogateescape} has it.
     */
    public static String code(int c) {
        if (c >= 0xdc80 && c <= 0xdcff) {
            return String.format("\\x%02X", c & 0xff);
        }
        StringBuilder code = new StringBuilder();
        for (char unit : Character.toChars(c)) {
            code.append(String.format("\\u%04x", (int) unit));
        }
        return code.toString();
    }

    private static boolean isPlain(int c) {
        return Character.isLetterOrDigit(c) && !isUnsafe(c) || "./_-+@~%=#".indexOf(c) >= 0;
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
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
