package paloma.client.files;

import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Terminal;

/** Tells what failed or was left out, a line each, up to a number that a person reads; then how many more there were. */
final class ErrorLines {
    private static final int MAX_LINES = 100;

    private final Terminal terminal;
    private int failed;
    private int leftOut;

    ErrorLines(Terminal terminal) {
        this.terminal = terminal;
    }

    void failed(String line) {
        if (++failed <= MAX_LINES) {
            terminal.tell(line);
        }
    }

    void leftOut(String name, String why) {
        if (++leftOut <= MAX_LINES) {
            terminal.tell(FailureMessages.leftOut(name, why));
        }
    }

    /** Tells how many lines were not shown. */
    void last() {
        if (leftOut > MAX_LINES) {
            terminal.tell("left out: " + HumanUnits.grouped(leftOut - MAX_LINES) + " more");
        }
        if (failed > MAX_LINES) {
            terminal.tell("Failed: " + HumanUnits.grouped(failed - MAX_LINES) + " more");
        }
        leftOut = 0;
        failed = 0;
    }
}
