package paloma.transfer.name;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which names a system can store under the very name. */
public enum StorageRules {
    /** Linux and most others: names are bytes. */
    POSIX {
        @Override
        public String refusal(String part) {
            return part.indexOf('\0') >= 0 ? "it has a zero byte" : null;
        }
    },

    MACOS {
        @Override
        public String refusal(String part) {
            return isUnicode(part) ? POSIX.refusal(part) : NO_UNICODE;
        }
    },

    /** Windows, which gives some names to devices, drops dots and spaces at the end, and has signs of its own in paths. */
    WINDOWS {
        @Override
        public String refusal(String part) {
            if (!isUnicode(part)) {
                return NO_UNICODE;
            }
            if (part.chars().anyMatch(c -> c < ' ' || FORBIDDEN.indexOf(c) >= 0)) {
                return "Windows allows no control characters and none of " + FORBIDDEN;
            }
            if (part.endsWith(".") || part.endsWith(" ")) {
                return "Windows drops a dot or a space at the end";
            }
            if (DEVICE.matcher(part.toLowerCase(Locale.ROOT)).matches()) {
                return "Windows has a device of that name";
            }
            return null;
        }
    };

    private static final String NO_UNICODE = "it is not valid UTF-8";
    private static final String FORBIDDEN = "\\/:*?\"<>|";

    /** Whatever extension follows; superscript digits count there too. */
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?");

    public static StorageRules ofThisSystem() {
        return of(System.getProperty("os.name"));
    }

    static StorageRules of(String system) {
        String lower = system.toLowerCase(Locale.ROOT);
        return lower.startsWith("windows") ? WINDOWS : lower.startsWith("mac") ? MACOS : POSIX;
    }

    /** Returns half a sentence that says why one part of a name cannot be stored, or null where it can. */
    public abstract String refusal(String part);

    private static boolean isUnicode(String part) {
        return part.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
}
