package paloma.server.chat.message;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import paloma.net.Printable;

/**
 * The name of a person or a room.
 *
 * @param text as people see it, in Unicode's form NFC
 * @param key the same for two names that differ in nothing but case or width
 */
public record ChatName(String text, String key) {
    public static final int MAX_CODE_POINTS = 24;

    /** In UTF-8. */
    static final int MAX_BYTES = 4 * MAX_CODE_POINTS;

    /** Marks belong to letters of many scripts; more than two in a row reach into the lines above. */
    private static final Pattern PLAIN = Pattern.compile("(?:[\\p{L}\\p{Nd}_.-][\\p{Mn}\\p{Mc}]{0,2})+");

    /** Returns the name, or nothing where it is none: it has letters, digits and - _ . alone, 24 at most. */
    public static Optional<ChatName> parse(String given) {
        String text = Normalizer.normalize(given, Normalizer.Form.NFC);
        if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS
                || !PLAIN.matcher(text).matches()
                || text.codePoints().anyMatch(Printable::isUnsafe)) {
            return Optional.empty();
        }
        return Optional.of(new ChatName(text, key(text)));
    }

    /** Returns the name of somebody who has chosen none. */
    public static ChatName guest(long number) {
        String text = "guest-" + number;
        return new ChatName(text, text);
    }

    public boolean isSameAs(ChatName other) {
        return key.equals(other.key);
    }

    /** Twice, for what was compatible may have a capital that was not. */
    private static String key(String text) {
        return folded(folded(text));
    }

    /** Upper case first: some small letters share a capital, as the two sigmas do. The dot of a Turkish capital I is gone. */
    private static String folded(String text) {
        return compatible(text)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace("i\u0307", "i");
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    @Override
    public String toString() {
        return text;
    }
}
