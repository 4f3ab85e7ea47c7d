package paloma.transfer.name;

import java.util.List;
import paloma.transfer.wire.NameCodec;
import paloma.transfer.wire.Reason;

/**
 * A name as it goes over the wire: relative, with {@code /} between folders, and leading nowhere else; bytes that are
 * mostly UTF-8 (see {@link NameBytes}). Whether a system can store it is another question: {@link StorageRules}.
 *
 * @param parts the folders, outermost first, and the file; never empty
 */
public record FileName(List<String> parts) {
    /** The most that a request carries. */
    public static final int MAX_BYTES = 768;

    /** The most that goes among others in a tree: what Linux takes for a path (PATH_MAX). */
    public static final int MAX_TREE_BYTES = 4_096;

    /** The most that file systems take (NAME_MAX of Linux and macOS). */
    public static final int MAX_PART_BYTES = 255;

    public FileName {
        parts = List.copyOf(parts);
    }

    /** @throws RefusedException with a sentence about what is wrong with the name */
    public static FileName parse(String text) throws RefusedException {
        return parse(text, MAX_BYTES);
    }

    /**
     * @param limitBytes the most that the whole name may have
     * @throws RefusedException with a sentence about what is wrong with the name
     */
    public static FileName parse(String text, int limitBytes) throws RefusedException {
        if (text.isEmpty()) {
            throw refused("a name is missing");
        }
        int bytes = bytes(text);
        if (bytes > limitBytes) {
            throw refused("the name has " + bytes + " bytes, more than the " + limitBytes + " that can be sent");
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
        if (NameCodec.length(part) > MAX_PART_BYTES) {
            throw refused(quoted(text) + " has a part of more than " + MAX_PART_BYTES + " bytes");
        }
        if (part.indexOf('\0') >= 0) {
            throw refused(quoted(text) + " contains a zero byte");
        }
        if (PartNames.isOurs(part)) {
            throw refused(quoted(text) + " is a name reserved for unfinished transfers");
        }
    }

    /** A text that no bytes are decoded to would become another name. */
    private static int bytes(String text) throws RefusedException {
        try {
            byte[] bytes = NameBytes.encode(text);
            if (NameBytes.decode(bytes).equals(text)) {
                return bytes.length;
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Reason.NAME, quoted(text) + " is not valid Unicode", e);
        }
        throw refused(quoted(text) + " is not valid Unicode");
    }

    private static String quoted(String text) {
        return RefusedException.quoted(text);
    }

    private static RefusedException refused(String sentence) {
        return new RefusedException(Reason.NAME, sentence);
    }
}
