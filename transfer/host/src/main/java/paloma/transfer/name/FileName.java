package paloma.transfer.name;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import paloma.transfer.wire.Reason;

/**
 * A name as it goes over the wire: relative, with {@code /} between folders, valid on every file system, and leading
 * nowhere else. What one system refuses all refuse, so that a tree can be passed on.
 *
 * @param parts the folders, outermost first, and the file; never empty
 */
public record FileName(List<String> parts) {
    /** The most that the wire carries. */
    public static final int MAX_BYTES = 768;

    /** The most that file systems take (NAME_MAX of Linux and macOS). */
    public static final int MAX_PART_BYTES = 255;

    /** Devices on Windows, whatever extension follows; superscript digits count there too. */
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?");

    public FileName {
        parts = List.copyOf(parts);
    }

    /** @throws RefusedException with a sentence about what is wrong with the name */
    public static FileName parse(String text) throws RefusedException {
        if (text.isEmpty()) {
            throw refused("a name is missing");
        }
        int bytes = utf8Bytes(text);
        if (bytes > MAX_BYTES) {
            throw refused("the name has " + bytes + " bytes, more than the " + MAX_BYTES + " that can be sent");
        }
        if (text.startsWith("/")) {
            throw refused(quoted(text) + " is an absolute name; give one relative to the shared folder");
        }
        FileName name = new FileName(List.of(text.split("/", -1)));
        for (String part : name.parts) {
            checkPart(part, text);
        }
        return name;
    }

    /** Returns whether an unfinished transfer has such a name. */
    public static boolean isUnfinished(String part) {
        return PartNames.isOurs(part);
    }

    /** Returns the name of {@code part} in this folder. */
    public FileName child(String part) throws RefusedException {
        return parse(text() + '/' + part);
    }

    public String last() {
        return parts.get(parts.size() - 1);
    }

    public String text() {
        return String.join("/", parts);
    }

    /** Returns the name as it may stand in a sentence. */
    public String shown() {
        return RefusedException.shown(text());
    }

    @Override
    public String toString() {
        return shown();
    }

    private static void checkPart(String part, String text) throws RefusedException {
        if (part.isEmpty()) {
            throw refused(quoted(text) + " has an empty part; write one / between folders and none at the end");
        }
        if (part.equals(".") || part.equals("..")) {
            throw refused(quoted(text) + " has the part " + part + "; names lead down only");
        }
        if (utf8Bytes(part) > MAX_PART_BYTES) {
            throw refused(quoted(text) + " has a part of more than " + MAX_PART_BYTES + " bytes");
        }
        if (part.codePoints().anyMatch(FileName::isForbidden)) {
            throw refused(quoted(text) + " contains a control character, a backslash or a colon");
        }
        if (part.endsWith(".") || part.endsWith(" ")) {
            throw refused(quoted(text) + " has a part that ends with a dot or a space, which Windows cannot keep");
        }
        String lower = part.toLowerCase(Locale.ROOT);
        if (DEVICE.matcher(lower).matches()) {
            throw refused(quoted(text) + " contains the name of a Windows device");
        }
        if (PartNames.isOurs(part)) {
            throw refused(quoted(text) + " is a name reserved for unfinished transfers");
        }
    }

    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == '\\' || c == ':';
        };
    }

    private static int utf8Bytes(String text) throws RefusedException {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new RefusedException(Reason.NAME, quoted(text) + " is not valid Unicode", e);
        }
    }

    private static String quoted(String text) {
        return RefusedException.quoted(text);
    }

    private static RefusedException refused(String sentence) {
        return new RefusedException(Reason.NAME, sentence);
    }
}
