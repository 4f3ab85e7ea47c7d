package paloma.transfer.name;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import paloma.transfer.Sha256;

/**
 * Hidden names beside a file that is arriving.
 *
 * <pre>
 * .NAME.paloma-part                  the part, of number 0
 * .NAME.paloma-part.N                the part of number N, after N times another process took it over
 * .NAME.paloma-part.N.fenced         the part before, until what is in it has been copied into that one
 * .NAME.paloma-part….state           the table of one of these
 * .NAME.paloma-part.lease            who holds the part, and its number
 * .NAME.paloma-part.wanted           another process waits for it
 * </pre>
 */
public final class PartNames {
    public static final String PART = ".paloma-part";
    private static final String STATE_ENDING = ".state";
    public static final String STATE = PART + STATE_ENDING;
    private static final String FENCED_ENDING = ".fenced";
    private static final String LEASE_ENDING = ".lease";
    private static final String WANTED_ENDING = ".wanted";

    /** Has nine digits, as the pattern below. */
    public static final long MAX_NUMBER = 999_999_999;

    private static final Pattern NUMBERED = Pattern.compile("\\.(0|[1-9][0-9]{0,8})(\\.fenced)?(\\.state)?");
    private static final int MAX_NUMBERED_BYTES =
            PART.length() + ".999999999".length() + FENCED_ENDING.length() + STATE_ENDING.length();

    private static final int DIGEST_BYTES = 16;

    private PartNames() {}

    /** Returns the name of a file's part; a name too long to be extended is replaced by its hash. */
    public static String part(String last) {
        return base(last, STATE.length());
    }

    /** Returns the name of a part that was taken over so many times. */
    public static String part(String last, long number) {
        return number == 0 ? part(last) : numbered(key(last), number);
    }

    /** Returns the name of a part that was taken over at least once. */
    public static String numbered(String key, long number) {
        return key + '.' + number;
    }

    /** Returns the name that the part before it has from the moment that nobody may publish it any more. */
    public static String fenced(String last, long number) {
        return numbered(key(last), number) + FENCED_ENDING;
    }

    public static String lease(String key) {
        return key + LEASE_ENDING;
    }

    public static String wanted(String key) {
        return key + WANTED_ENDING;
    }

    /** Returns what the names for all numbers begin with; of all but very long names it is the part's. */
    public static String key(String last) {
        return base(last, MAX_NUMBERED_BYTES);
    }

    /** Returns the above of any of these names. */
    public static String keyOf(String any) {
        int end = any.lastIndexOf(PART);
        return key(any.substring(1, end));
    }

    private static String base(String last, int endingBytes) {
        byte[] bytes = NameBytes.encode(last);
        if (1 + bytes.length + endingBytes <= FileName.MAX_PART_BYTES) {
            return '.' + last + PART;
        }
        return '.' + HexFormat.of().formatHex(Sha256.of(bytes, bytes.length), 0, DIGEST_BYTES) + PART;
    }

    public static String stateOf(String part) {
        return part + STATE_ENDING;
    }

    public static Path stateOf(Path part) {
        return sibling(part, stateOf(NameBytes.of(part)));
    }

    public static Path partOf(Path state) {
        String last = NameBytes.of(state);
        return sibling(state, last.substring(0, last.length() - STATE_ENDING.length()));
    }

    private static Path sibling(Path file, String last) {
        return file.resolveSibling(NameBytes.path(file.getFileSystem(), last));
    }

    public static boolean isState(Path file) {
        String last = NameBytes.of(file);
        return last.endsWith(STATE_ENDING) && isOurs(last);
    }

    /** Returns whether it is a part, of any number, fenced or not. */
    public static boolean isPart(Path file) {
        String last = NameBytes.of(file);
        return last.endsWith(PART) || isOurs(last) && !last.endsWith(STATE_ENDING) && !isNote(last);
    }

    /** Returns whether it says something of a part, and has nothing of the file. */
    public static boolean isNote(Path file) {
        return isNote(NameBytes.of(file));
    }

    private static boolean isNote(String last) {
        return last.endsWith(PART + LEASE_ENDING) || last.endsWith(PART + WANTED_ENDING);
    }

    /** Returns whether the name is one of these, on a file system that ignores case too. */
    public static boolean isOurs(String part) {
        String lower = part.toLowerCase(Locale.ROOT);
        int end = lower.lastIndexOf(PART);
        if (end < 0) {
            return false;
        }
        String ending = lower.substring(end + PART.length());
        return ending.isEmpty()
                || ending.equals(STATE_ENDING)
                || ending.equals(LEASE_ENDING)
                || ending.equals(WANTED_ENDING)
                || NUMBERED.matcher(ending).matches();
    }
}
