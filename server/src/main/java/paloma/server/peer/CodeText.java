package paloma.server.peer;

import io.netty.buffer.ByteBuf;
import java.util.Locale;

/** How a code is written: {@code 482 913} for a person, read with or without its blanks. */
final class CodeText {
    /** Stands for what is no code. */
    static final int NONE = -1;

    private static final int DIGITS = 6;
    private static final int HALF = Codes.COUNT / 1_000;

    private CodeText() {}

    /** Returns what a stranger is told, in ASCII. */
    static String told(int code) {
        return String.format(Locale.ROOT, "To join, send: %03d %03d\n", code / HALF, code % HALF);
    }

    /** Returns the code that a line is, or {@link #NONE}; the line stays as it is. */
    static int read(ByteBuf line) {
        int digits = 0;
        int code = 0;
        for (int i = line.readerIndex(); i < line.writerIndex(); i++) {
            byte c = line.getByte(i);
            if (c >= '0' && c <= '9' && digits < DIGITS) {
                code = 10 * code + c - '0';
                digits++;
            } else if (c != ' ' && c != '\t') {
                return NONE;
            }
        }
        return digits == DIGITS ? code : NONE;
    }
}
