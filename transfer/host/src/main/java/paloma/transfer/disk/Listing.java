package paloma.transfer.disk;

import java.util.ArrayList;
import java.util.List;
import paloma.transfer.wire.FileFacts;

/**
 * A list of files and folders as text in UTF-8, one line an entry, which ends with LF:
 *
 * <pre>
 * f 644 1234 1700000000123456789 film/one.mp4
 * d 755 0 1700000000000000000 film
 * # 3 are left out
 * # cut
 * </pre>
 *
 * The kind, the permissions in octal digits ({@code -} where there are none), the size in bytes (0 for folders), the time
 * of the last change in nanoseconds since 1970-01-01 UTC, and the name to ask for. Two lines may follow: how many
 * entries are left out because they cannot be sent, and that the list is cut.
 *
 * @param isCut whether there are more entries than fit
 */
public record Listing(List<Entry> entries, long leftOut, boolean isCut) {
    private static final String LEFT_OUT = " are left out";
    private static final String CUT = "# cut";
    private static final int FIELDS = 5;
    private static final int MAX_MODE = 07777;

    /** One file or folder. */
    public record Entry(FileName name, boolean isFolder, FileFacts facts) {
        String line() {
            String mode = facts.mode() == FileFacts.NO_MODE ? "-" : Integer.toOctalString(facts.mode());
            return (isFolder ? "d " : "f ")
                    + mode
                    + ' '
                    + (isFolder ? 0 : facts.size())
                    + ' '
                    + facts.modifiedNanos()
                    + ' '
                    + name.text()
                    + '\n';
        }
    }

    static String tail(long leftOut, boolean isCut) {
        return (leftOut == 0 ? "" : "# " + leftOut + LEFT_OUT + '\n') + (isCut ? CUT + '\n' : "");
    }

    /** Reads a list; lines of other kinds are skipped, and malformed lines and names count as left out. */
    public static Listing parse(String text) {
        List<Entry> entries = new ArrayList<>();
        long leftOut = 0;
        boolean isCut = false;
        for (String line : text.split("\n")) {
            if (line.startsWith("f ") || line.startsWith("d ")) {
                leftOut += add(line, entries) ? 0 : 1;
            } else if (line.startsWith("# ") && line.endsWith(LEFT_OUT)) {
                leftOut += count(line.substring(2, line.length() - LEFT_OUT.length()));
            } else if (line.equals(CUT)) {
                isCut = true;
            }
        }
        return new Listing(List.copyOf(entries), leftOut, isCut);
    }

    private static boolean add(String line, List<Entry> entries) {
        String[] fields = line.split(" ", FIELDS);
        if (fields.length < FIELDS) {
            return false;
        }
        try {
            int mode = fields[1].equals("-") ? FileFacts.NO_MODE : Integer.parseInt(fields[1], 8);
            FileFacts facts = new FileFacts(Long.parseLong(fields[2]), mode, Long.parseLong(fields[3]));
            boolean sound = facts.size() >= 0
                    && facts.size() <= FileFacts.LIMIT_BYTES
                    && (mode >= 0 && mode <= MAX_MODE || mode == FileFacts.NO_MODE);
            return sound && entries.add(new Entry(FileName.parse(fields[4]), fields[0].equals("d"), facts));
        } catch (NumberFormatException | RefusedException e) {
            return false;
        }
    }

    private static int count(String digits) {
        try {
            return Math.max(0, Integer.parseInt(digits));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
