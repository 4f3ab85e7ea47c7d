package paloma.client.files;

import paloma.client.terminal.CtrlC;
import paloma.net.BugReport;

/** The exit codes of put, get and ls, for scripts: one table for the three. */
final class Exit {
    static final int OK = 0;

    /** Something failed on the way, found no room, or was left out; or there were several reasons. */
    static final int FAILED = 1;

    /** The same command would be refused again. */
    static final int REFUSED = 3;

    /** The same command may succeed later. */
    static final int GONE = 4;

    static final int STOPPED = CtrlC.EXIT_CODE;

    /** What the help of each command says, as picocli takes it; also in docs/client.md. */
    static final String OK_TEXT = "0:all is done";

    static final String FAILED_TEXT =
            "1:something failed on the way, found no room or was left out: see the lines on standard error";
    static final String USAGE_TEXT = "2:usage error; nothing was sent";
    static final String REFUSED_TEXT =
            "3:refused, and will be refused again: name, token, server's key, exists already, not found, permission,"
                    + " too large";
    static final String GONE_TEXT =
            "4:no answer, or none any more, busy, or another transfer took its place: the same command may succeed later";
    static final String BUG_TEXT = "70:internal error: a bug in paloma";
    static final String STOPPED_TEXT = "130:stopped by Ctrl-C: the same command resumes";

    private Exit() {}

    static int of(Outcome outcome) {
        return switch (outcome.how()) {
            case DONE -> OK;
            case REFUSED, FAILED -> ofReason(outcome);
            case LEFT_OUT -> FAILED;
            case SILENT, NO_ANSWER, NOBODY -> GONE;
            case STOPPED -> STOPPED;
            case BUG -> BugReport.EXIT_CODE;
        };
    }

    /** It is the same whichever side says so. */
    private static int ofReason(Outcome outcome) {
        return switch (outcome.reason()) {
            case TOKEN, NAME, EXISTS, NOT_FOUND, PERMISSION, TOO_LARGE, SERVER_KEY, UNSUPPORTED -> REFUSED;
            case BUSY, UNKNOWN_TRANSFER, STALE_COOKIE, STOPPED, TAKEN_OVER -> GONE;
            case DISK_FULL, QUOTA, DISK_ERROR, CHANGED_WHILE_READ, PROTOCOL, OTHER -> FAILED;
        };
    }

    /** Returns the code of two that were met in one run: theirs if they agree; a bug outweighs all. */
    static int together(int one, int other) {
        if (one == other || other == OK) {
            return one;
        }
        return one == OK || other == BugReport.EXIT_CODE ? other : one == BugReport.EXIT_CODE ? one : FAILED;
    }
}
