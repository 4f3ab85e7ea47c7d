package paloma.client.files;

import java.util.List;
import paloma.client.terminal.CtrlC;
import paloma.net.BugReport;
import paloma.transfer.wire.Reason;

/** The exit codes of transfers, for scripts. */
final class Exit {
    static final int OK = 0;
    static final int FAILED = 1;

    /** The same command would be refused again. */
    static final int REFUSED = 3;

    /** The same command may succeed later. */
    static final int GONE = 4;

    static final int STOPPED = CtrlC.EXIT_CODE;

    private Exit() {}

    static int of(Outcome outcome) {
        return switch (outcome.how()) {
            case DONE -> OK;
            case REFUSED -> isForLater(outcome) ? GONE : REFUSED;
            case FAILED -> outcome.isBusy() ? GONE : isRefusal(outcome) ? REFUSED : FAILED;
            case SILENT, NO_ANSWER, NOBODY -> GONE;
            case STOPPED -> STOPPED;
            case BUG -> BugReport.EXIT_CODE;
        };
    }

    /**
     * Returns the code for several files.
     *
     * @param verdict why the run ended early, or null
     */
    static int of(Outcome verdict, List<Outcome> failures) {
        if (verdict != null) {
            return of(verdict);
        }
        if (failures.stream().anyMatch(failure -> failure.how() == Outcome.How.BUG)) {
            return BugReport.EXIT_CODE;
        }
        int code = failures.isEmpty() ? OK : of(failures.get(0));
        for (Outcome failure : failures) {
            code = of(failure) == code ? code : FAILED;
        }
        return code;
    }

    private static boolean isForLater(Outcome outcome) {
        return outcome.isBusy() || outcome.isForgotten() || outcome.reason() == Reason.STOPPED;
    }

    private static boolean isRefusal(Outcome outcome) {
        return switch (outcome.reason()) {
            case TOKEN, NAME, EXISTS, SERVER_KEY -> true;
            default -> false;
        };
    }
}
