package paloma.server.config;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.name.StorageRules;

/** The name of one file, without folders, that every file system can hold with a number and {@code .part} after it. */
final class PlainName {
    /** Leaves room for a number and {@code .part} in the 255 bytes that file systems take. */
    static final int MAX_BYTES = 200;

    /** Besides what no system can store: what a terminal does not show. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

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
            return FileName.parse(name).parts().size() == 1 && StorageRules.WINDOWS.refusal(name) == null;
        } catch (RefusedException e) {
            return false;
        }
    }
}
