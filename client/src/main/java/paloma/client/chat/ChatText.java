package paloma.client.chat;

import java.text.Normalizer;
import java.util.regex.Pattern;
import paloma.net.Printable;

/** Text of other people, who may mean harm. */
final class ChatText {
    private static final Pattern ESCAPES = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt])?");

    private ChatText() {}

    /** Escapes what could move the cursor, colour the terminal or turn the text around; joined emoji stay whole. */
    static String safe(String text) {
        StringBuilder line = new StringBuilder(text.length() + 16);
        int before = ' ';
        for (int at = 0; at < text.length(); at += Character.charCount(before)) {
            int c = text.codePointAt(at);
            if (isJoiner(c) && !Character.isWhitespace(before) && !isJoiner(before)) {
                line.appendCodePoint(c);
            } else {
                line.append(Printable.sentence(Character.toString(c)));
            }
            before = c;
        }
        return line.toString();
    }

    /** Returns what is left of a text when a server has escaped what it takes for unsafe: by this an echo is known. */
    static String skeleton(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        ESCAPES.matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll("")
                .codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c) && !Printable.isUnsafe(c))
                .forEach(rest::appendCodePoint);
        return rest.toString();
    }

    static boolean isJoiner(int c) {
        return c == 0x200c || c == 0x200d || c >= 0xfe00 && c <= 0xfe0f;
    }
}
