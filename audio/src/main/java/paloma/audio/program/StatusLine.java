package paloma.audio.program;

import java.io.PrintWriter;
import paloma.net.BugReport;
import paloma.net.Printable;

/**
 * What a person sees of a running command: on a terminal a line that is rewritten in place, in a log one line every ten
 * seconds, and sentences in between. Any thread.
 */
public final class StatusLine {
    /** Five times a second: a level meter that moves, and a line that can still be read. */
    private static final long LIVE_MILLIS = 200;

    private static final long LOG_MILLIS = 10_000;

    /** Erases from the cursor to the end of the line (ECMA-48, EL). */
    private static final String ERASE_REST = "\u001b[K";

    private final PrintWriter err;
    private final boolean live;
    private boolean isOpen;

    /** @param live whether {@code err} is a terminal */
    public StatusLine(PrintWriter err, boolean live) {
        this.err = err;
        this.live = live;
    }

    public boolean isLive() {
        return live;
    }

    public long intervalMillis() {
        return live ? LIVE_MILLIS : LOG_MILLIS;
    }

    public synchronized void show(String status) {
        if (live) {
            err.print("\r" + Printable.sentence(status) + ERASE_REST);
            err.flush();
            isOpen = true;
        } else {
            say(status);
        }
    }

    /** Reports a bug of this program: a sentence here, the stack trace where {@code bugs} keeps it. */
    public void sayBug(BugReport bugs, Throwable bug) {
        print("paloma: " + bugs.add(bug) + ".");
    }

    /** Prints a line of its own, below the last status. */
    public void say(String sentence) {
        print(Printable.sentence(sentence));
    }

    private synchronized void print(String sentence) {
        if (isOpen) {
            err.println();
            isOpen = false;
        }
        err.println(sentence);
        err.flush();
    }
}
