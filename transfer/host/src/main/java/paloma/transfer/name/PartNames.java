package paloma.transfer.name;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import paloma.transfer.Sha256;

/** Hidden names beside a file that is arriving: {@code .NAME.paloma-part} and {@code .NAME.paloma-part.state}. */
public final class PartNames {
    public static final String PART = ".paloma-part";
    private static final String STATE_ENDING = ".state";
    public static final String STATE = PART + STATE_ENDING;

    private static final int MAX_LAST_BYTES = FileName.MAX_PART_BYTES - 1 - STATE.length();
    private static final int DIGEST_BYTES = 16;

    private PartNames() {}

    /** Returns the name of a file's part; a name too long to be extended is replaced by its hash. */
    public static String part(String last) {
        byte[] bytes = NameBytes.encode(last);
        if (bytes.length <= MAX_LAST_BYTES) {
            return '.' + last + PART;
        }
        return '.' + HexFormat.of().formatHex(Sha256.of(bytes, bytes.length), 0, DIGEST_BYTES) + PART;
    }

    public static String state(String last) {
        return part(last) + STATE_ENDING;
    }

    public static Path stateOf(Path part) {
        return sibling(part, NameBytes.of(part) + STATE_ENDING);
    }

    public static Path partOf(Path state) {
        String last = NameBytes.of(state);
        return sibling(state, last.substring(0, last.length() - STATE_ENDING.length()));
    }

    private static Path sibling(Path file, String last) {
        return file.resolveSibling(NameBytes.path(file.getFileSystem(), last));
    }

    public static boolean isState(Path file) {
        return NameBytes.of(file).endsWith(STATE);
    }

    /** Returns whether the name is one of these, on a file system that ignores case too. */
    public static boolean isOurs(String part) {
        String lower = part.toLowerCase(Locale.ROOT);
        return lower.endsWith(PART) || lower.endsWith(STATE);
    }
}
