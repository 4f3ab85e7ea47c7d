package paloma.transfer.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import paloma.transfer.name.EscapedName;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/**
 * A list of files, folders and links as text in UTF-8, one line an entry, which ends with LF:
 *
 * <pre>
 * f 644 1234 1700000000123456789 film/one.mp4
 * d 755 0 1700000000000000000 film
 * l - 0 1700000000000000000 film/newest{@literal <TAB>}one.mp4
 * x special film/pipe
 * # 3 are left out
 * # cut
 * </pre>
 *
 * The kind, the permissions in octal digits ({@code -} where there are none), the size in bytes (0 for folders and
 * links), the time of the last change in nanoseconds since 1970-01-01 UTC, and the name to ask for, as
 * {@link EscapedName} writes it; behind a link's name come a tab and what the link says. What cannot be sent has its reason
 * and its name. A list of all that is below a folder begins with the folder. Two lines may follow: how many more entries are
 * left out, and that the list is cut.
 */
public final class Listing {
    private static final String LEFT_OUT = " are left out";
    private static final String CUT = "# cut";

    /** More than a line has with the longest name and the longest target, all of it escaped. */
    private static final int MAX_LINE_BYTES = 2 * 4 * FileName.MAX_TREE_BYTES + 256;

    private static final int FIELDS = 5;
    private static final int LEFT_OUT_FIELDS = 3;
    private static final int MAX_MODE = 07777;

    public enum Kind {
        FILE('f'),
        FOLDER('d'),
        LINK('l');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }

        /** Returns null where no line begins so. */
        private static Kind of(String line) {
            for (Kind kind : values()) {
                if (line.length() > 1 && line.charAt(0) == kind.sign && line.charAt(1) == ' ') {
                    return kind;
                }
            }
            return null;
        }
    }

    /**
     * One file, folder or link.
     *
     * @param target what a link says, and null for others; leads anywhere until it is checked
     */
    public record Entry(FileName name, Kind kind, FileFacts facts, String target) {
        public boolean isFolder() {
            return kind == Kind.FOLDER;
        }

        String line() {
            String mode = facts.mode() == FileFacts.NO_MODE ? "-" : Integer.toOctalString(facts.mode());
            return kind.sign
                    + " "
                    + mode
                    + ' '
                    + (kind == Kind.FILE ? facts.size() : 0)
                    + ' '
                    + facts.modifiedNanos()
                    + ' '
                    + EscapedName.escape(name.text())
                    + (target == null ? "" : '\t' + EscapedName.escape(target))
                    + '\n';
        }
    }

    /**
     * Something that cannot be sent.
     *
     * @param reason a word, as the other side wrote it; hostile until escaped
     * @param name hostile until escaped, and never to be asked for
     */
    public record LeftOut(String reason, String name) {
        /** No file, folder or link: a device, a pipe or a socket. */
        public static final String SPECIAL = "special";

        /** A link that leads out of what is shared, or may. */
        public static final String LEADS_OUT = "leads-out";

        /** A link to nothing, where links are followed. */
        public static final String DANGLING = "dangling";

        public static final String UNREADABLE = "unreadable";

        /** The part of a file that is arriving, or was. */
        public static final String UNFINISHED = "unfinished";

        String line() {
            return "x " + reason + ' ' + EscapedName.escape(name) + '\n';
        }

        /** Returns the reason in words for people. */
        public String words() {
            return switch (reason) {
                case SPECIAL -> "a device, a pipe or a socket";
                case LEADS_OUT -> "a link that leads out";
                case DANGLING -> "a link to nothing";
                case UNREADABLE -> "cannot be read";
                case UNFINISHED -> "an unfinished transfer";
                default -> "cannot be sent";
            };
        }
    }

    /**
     * What a list says of itself.
     *
     * @param leftOut how many entries are missing that are not named: their names cannot be sent, or were malformed
     * @param isCut whether there are more entries than fit
     */
    public record Remarks(long leftOut, boolean isCut) {}

    private final Consumer<Entry> entries;
    private final Consumer<LeftOut> named;
    private long leftOut;
    private boolean isCut;

    private Listing(Consumer<Entry> entries, Consumer<LeftOut> named) {
        this.entries = entries;
        this.named = named;
    }

    static String tail(long leftOut, boolean isCut) {
        return (leftOut == 0 ? "" : "# " + leftOut + LEFT_OUT + '\n') + (isCut ? CUT + '\n' : "");
    }

    /**
     * Reads a list as it comes, and hands over one entry after the other; lines of other kinds are skipped, and malformed
     * lines and names count as left out.
     *
     * @param named what is left out by its name
     */
    public static Remarks read(InputStream text, Consumer<Entry> entries, Consumer<LeftOut> named) throws IOException {
        Listing listing = new Listing(entries, named);
        byte[] line = new byte[MAX_LINE_BYTES];
        int length = 0;
        for (int next = text.read(); next >= 0; next = text.read()) {
            if (next == '\n') {
                listing.take(line, length);
                length = 0;
            } else if (length++ < MAX_LINE_BYTES) {
                line[length - 1] = (byte) next;
            }
        }
        listing.take(line, length);
        return new Remarks(listing.leftOut, listing.isCut);
    }

    private void take(byte[] line, int length) {
        if (length > MAX_LINE_BYTES) {
            leftOut++;
        } else {
            take(new String(line, 0, length, StandardCharsets.UTF_8));
        }
    }

    private void take(String line) {
        if (Kind.of(line) != null) {
            hand(entry(line), entries);
        } else if (line.startsWith("x ")) {
            hand(leftOut(line), named);
        } else if (line.startsWith("# ") && line.endsWith(LEFT_OUT)) {
            leftOut += count(line.substring(2, line.length() - LEFT_OUT.length()));
        } else if (line.equals(CUT)) {
            isCut = true;
        }
    }

    private <T> void hand(T read, Consumer<T> taker) {
        if (read == null) {
            leftOut++;
        } else {
            taker.accept(read);
        }
    }

    /** Returns null for a line that is malformed. */
    private static Entry entry(String line) {
        String[] fields = line.split(" ", FIELDS);
        if (fields.length < FIELDS) {
            return null;
        }
        try {
            int mode = fields[1].equals("-") ? FileFacts.NO_MODE : Integer.parseInt(fields[1], 8);
            FileFacts facts = new FileFacts(Long.parseLong(fields[2]), mode, Long.parseLong(fields[3]));
            boolean sound = facts.size() >= 0
                    && facts.size() <= FileFacts.LIMIT_BYTES
                    && (mode >= 0 && mode <= MAX_MODE || mode == FileFacts.NO_MODE);
            return sound ? entry(Kind.of(line), facts, fields[4]) : null;
        } catch (NumberFormatException | RefusedException e) {
            return null;
        }
    }

    private static Entry entry(Kind kind, FileFacts facts, String names) throws RefusedException {
        int tab = kind == Kind.LINK ? names.indexOf('\t') : names.length();
        String name = tab < 0 ? null : EscapedName.unescape(names.substring(0, tab));
        String target = tab < names.length() && tab >= 0 ? EscapedName.unescape(names.substring(tab + 1)) : null;
        return name == null || (target == null) == (kind == Kind.LINK)
                ? null
                : new Entry(FileName.parse(name, FileName.MAX_TREE_BYTES), kind, facts, target);
    }

    private static LeftOut leftOut(String line) {
        String[] fields = line.split(" ", LEFT_OUT_FIELDS);
        String name = fields.length < LEFT_OUT_FIELDS ? null : EscapedName.unescape(fields[2]);
        return name == null ? null : new LeftOut(fields[1], name);
    }

    private static int count(String digits) {
        try {
            return Math.max(0, Integer.parseInt(digits));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
