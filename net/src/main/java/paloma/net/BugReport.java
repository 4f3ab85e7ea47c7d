package paloma.net;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bugs of this program that showed while it ran: their stack traces go to one file, and the person at the terminal gets a
 * sentence that names it.
 */
public final class BugReport {
    /** The exit code after a bug: EX_SOFTWARE of sysexits(3). */
    public static final int EXIT_CODE = 70;

    /** A folder of a million files may hit the same bug a million times. */
    private static final int MAX_TRACES = 20;

    private final Path folder;
    private Path file;
    private int bugs;

    /** @param folder where the file is created, with the first bug */
    public BugReport(Path folder) {
        this.folder = folder;
    }

    public static BugReport ofProcess() {
        return new BugReport(Path.of(System.getProperty("java.io.tmpdir")));
    }

    public synchronized boolean isEmpty() {
        return bugs == 0;
    }

    /** Writes the stack trace and returns what to tell: a sentence without its end, or the trace itself if no file can be written. */
    public synchronized String add(Throwable bug) {
        bugs++;
        String sentence = sentence(bug);
        try {
            if (file == null) {
                file = Files.createTempFile(folder, "paloma-bug-", ".txt");
            }
            if (bugs <= MAX_TRACES) {
                Files.writeString(file, trace(bug), StandardOpenOption.APPEND);
            }
            return sentence + " please report it with the stack trace in " + file;
        } catch (IOException e) {
            return sentence + " please report it with this stack trace:\n" + trace(bug);
        }
    }

    /** What did not fit into memory may be nobody's bug. */
    private static String sentence(Throwable bug) {
        if (bug instanceof OutOfMemoryError && String.valueOf(bug.getMessage()).contains("heap")) {
            long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
            return "out of memory: " + mebibytes + " MiB are too little for this; give Java more with -Xmx, or else";
        }
        return "internal error: " + Printable.escape(bug.toString()) + ";";
    }

    private static String trace(Throwable bug) {
        StringWriter text = new StringWriter();
        bug.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
