package paloma.server.config;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;

/** The name of one file, without folders, that every file system can hold with a number and {@code .part} after it. */
final class PlainName {
    /** Leaves room for a number and {@code .part} in the 255 bytes that file systems take. */
    static final int MAX_BYTES = 200;

    /** Besides what {@link FileName} refuses: what Windows cannot keep, and what a terminal does not show. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cf}*?\"<>|]");

    private PlainName() {}

    static boolean isPlain(String name) {
        return isFileName(name)
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && name.equals(name.strip())
                && !name.startsWith(".")
                && !name.toLowerCase(Locale.ROOT).endsWith(".part")
                && !FORBIDDEN.matcher(name).find();
    }

    private static boolean isFileName(String name) {
        try {
            return FileName.parse(name).parts().size() == 1;
        } catch (RefusedException e) {
            return false;
        }
    }
}
