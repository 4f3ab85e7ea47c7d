package paloma.client.chat;

import java.text.Normalizer;
import java.util.Locale;
import paloma.net.Printable;

/** Names of people and of rooms: 1 to 24 letters, digits, {@code -}, {@code _} and {@code .}, unique regardless of case. */
final class ChatName {
    static final String RULE = "1 to 24 letters, digits, '-', '_' or '.'";

    private static final int MAX_CODE_POINTS = 24;

    private ChatName() {}

    static boolean isName(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= 1 && length <= MAX_CODE_POINTS && text.codePoints().allMatch(ChatName::isAllowed);
    }

    static boolean same(String one, String other) {
        return folded(one).equals(folded(other));
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isAllowed(int c) {
        return !Printable.isUnsafe(c)
                && switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
                    default -> Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0;
                };
    }
}
