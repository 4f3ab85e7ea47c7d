package paloma.client.chat;

import java.text.Normalizer;
import java.util.regex.Pattern;
import paloma.net.Printable;

/** By what one knows one's own text again: a server escapes what it takes for unsafe. */
final class ChatText {
    private static final Pattern ESCAPES = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt])?");

    private ChatText() {}

    /** Returns what is left of a text when all has gone that a server may have escaped. */
    static String skeleton(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        ESCAPES.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .codePoints()
                .filter(ChatText::stays)
                .forEach(rest::appendCodePoint);
        return rest.toString();
    }

    private static boolean stays(int c) {
        return !Printable.isUnsafe(c)
                && switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> false;
                    default -> !Character.isWhitespace(c) && !Character.isSpaceChar(c);
                };
    }
}
