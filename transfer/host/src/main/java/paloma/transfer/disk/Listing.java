package paloma.transfer.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
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
 */
public final class Listing {
    private static final String LEFT_OUT = " are left out";
    private static final String CUT = "# cut";

    /** More than a line with the longest name has. */
    private static final int MAX_LINE_BYTES = 2_048;

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

    /**
     * What a list says of itself.
     *
     * @param leftOut how many entries are missing because they cannot be sent, or were malformed
     * @param isCut whether there are more entries than fit
     */
    public record Remarks(long leftOut, boolean isCut) {}

    private final Consumer<Entry> entries;
    private long leftOut;
    private boolean isCut;

    private Listing(Consumer<Entry> entries) {
        this.entries = entries;
    }

    static String tail(long leftOut, boolean isCut) {
        return (leftOut == 0 ? "" : "# " + leftOut + LEFT_OUT + '\n') + (isCut ? CUT + '\n' : "");
    }

    /**
     * Reads a list as it comes, and hands over one entry after the other; lines of other kinds are skipped, and malformed
     * lines and names count as left out.
     */
    public static Remarks read(InputStream text, Consumer<Entry> entries) throws IOException {
        Listing listing = new Listing(entries);
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
        if (line.startsWith("f ") || line.startsWith("d ")) {
            leftOut += add(line) ? 0 : 1;
        } else if (line.startsWith("# ") && line.endsWith(LEFT_OUT)) {
            leftOut += count(line.substring(2, line.length() - LEFT_OUT.length()));
        } else if (line.equals(CUT)) {
            isCut = true;
        }
    }

    private boolean add(String line) {
        Entry entry = entry(line);
        if (entry != null) {
            entries.accept(entry);
        }
        return entry != null;
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
            return sound ? new Entry(FileName.parse(fields[4]), fields[0].equals("d"), facts) : null;
        } catch (NumberFormatException | RefusedException e) {
            return null;
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
