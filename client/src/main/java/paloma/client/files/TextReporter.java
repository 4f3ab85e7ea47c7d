package paloma.client.files;

import java.util.concurrent.TimeUnit;
import paloma.client.terminal.Columns;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Terminal;
import paloma.client.trust.Contact;
import paloma.net.Printable;

/** Text for people: a progress bar on a terminal, an occasional line in a log. */
final class TextReporter implements Reporter {
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long WAIT_LINE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Overwrites the line and clears the rest, so that nothing flickers; without wrapping, in case the window has shrunk. */
    private static final String BEGIN = "\u001b[?7l\r";

    private static final String END = "\u001b[K\u001b[?7h";
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final boolean moves;
    private final Speed speed = new Speed(System.nanoTime());
    private final ErrorLines errors;
    private int columns;
    private boolean drawn;
    private String waitTold;
    private long waitToldNanos;

    TextReporter(Terminal terminal) {
        this.terminal = terminal;
        errors = new ErrorLines(terminal);
        this.moves = terminal.shown() && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public long everyNanos() {
        return moves ? REDRAW_NANOS : LINE_NANOS;
    }

    @Override
    public void progress(Tally tally, long nowNanos) {
        speed.take(tally, nowNanos);
        if (moves) {
            draw(ProgressBar.line(tally, speed, columns()));
        } else {
            terminal.tell(line(tally));
        }
    }

    @Override
    public void waiting(Wait wait, long nowNanos) {
        if (moves) {
            draw(ProgressBar.waiting(wait, nowNanos, columns()));
        } else if (!wait.words().equals(waitTold)
                || nowNanos - waitToldNanos >= Math.max(WAIT_LINE_NANOS, wait.nanos(nowNanos) / 4)) {
            waitTold = wait.words();
            waitToldNanos = nowNanos;
            terminal.tell(ProgressBar.waiting(wait, nowNanos));
        }
    }

    @Override
    public void met(Contact server) {
        if (!server.sentence().isEmpty()) {
            clear();
            terminal.tell(server.sentence());
        }
    }

    @Override
    public void ended(TaskResult one, String sentence) {
        if (!sentence.isEmpty()) {
            clear();
            errors.failed(sentence);
        }
    }

    @Override
    public void remark(String sentence) {
        clear();
        terminal.tell(sentence);
    }

    @Override
    public void leftOut(String name, String why) {
        clear();
        errors.leftOut(name, why);
    }

    @Override
    public void last() {
        clear();
        errors.last();
    }

    @Override
    public void done(Tally tally, long nanos) {
        terminal.print(summary(tally, nanos));
    }

    @Override
    public void failed(Tally tally, Outcome why, String sentence) {
        terminal.tell(sentence);
    }

    static String summary(Tally tally, long nanos) {
        long moved = Math.max(0, tally.doneBytes - tally.heldBytes - tally.holeBytes);
        StringBuilder line = new StringBuilder()
                .append(tally.files == 1 ? Printable.word(tally.name) + ": " : HumanUnits.files(tally.doneFiles) + ", ")
                .append(HumanUnits.bytes(tally.doneBytes))
                .append(" in ")
                .append(HumanUnits.seconds(nanos));
        if (moved > 0) {
            line.append(", ").append(HumanUnits.rate(moved, nanos));
        }
        line.append(held(tally, moved)).append(holes(tally));
        if (tally.sentBytes > 0) {
            line.append(again(tally, moved));
        } else if (tally.packets > 0 && moved > 0) {
            line.append("; ")
                    .append(HumanUnits.percent(tally.lostPackets, tally.packets))
                    .append(" lost on the way");
        }
        if (tally.roundTripNanos > 0) {
            line.append(", ").append(HumanUnits.millis(tally.roundTripNanos)).append(" round trip");
        }
        return line.append(tally.leftOut > 0 ? "; " + HumanUnits.grouped(tally.leftOut) + " left out" : "")
                .toString();
    }

    private static String again(Tally tally, long moved) {
        boolean isAny = tally.resentBytes > 0 && moved > 0;
        return isAny ? "; " + HumanUnits.percent(tally.resentBytes, moved) + " sent again" : "";
    }

    private static String held(Tally tally, long moved) {
        if (tally.heldBytes == 0) {
            return "";
        }
        if (moved == 0 && tally.holeBytes == 0) {
            return "; all of it was there already";
        }
        boolean areFiles = tally.files > 1 && tally.heldFiles > 0;
        String what = areFiles ? HumanUnits.files(tally.heldFiles) + ", " : "";
        return "; " + what + HumanUnits.bytes(tally.heldBytes) + (tally.heldBytes > 1 ? " were" : " was")
                + " there already";
    }

    private static String holes(Tally tally) {
        return tally.holeBytes == 0 ? "" : "; " + HumanUnits.bytes(tally.holeBytes) + " of zeros not sent";
    }

    private String line(Tally tally) {
        StringBuilder line =
                new StringBuilder(tally.files > 1 ? HumanUnits.files(tally.doneFiles) : Printable.word(tally.name));
        line.append(": ");
        if (tally.totalBytes > 0) {
            line.append(HumanUnits.fixed(Math.floor(100.0 * tally.doneBytes / tally.totalBytes), 0))
                    .append(" % of ");
            line.append(HumanUnits.bytes(tally.totalBytes));
        } else {
            line.append(HumanUnits.bytes(tally.doneBytes));
        }
        line.append(", ").append(HumanUnits.rate(8 * speed.bytesPerSecond()));
        String left = tally.totalBytes > 0 ? ProgressBar.timeLeft(tally, speed) : "";
        line.append(left.isEmpty() ? "" : ", " + left);
        line.append(", ").append(HumanUnits.fixed(speed.lossPercent(), 1)).append(" % lost");
        return tally.roundTripNanos > 0
                ? line.append(", ")
                        .append(HumanUnits.millis(tally.roundTripNanos))
                        .append(" round trip")
                        .toString()
                : line.toString();
    }

    private int columns() {
        columns = columns == 0 ? Columns.ofTerminal() : columns;
        return columns;
    }

    private void draw(String line) {
        drawn = true;
        terminal.out().print(BEGIN + line + END);
        terminal.out().flush();
    }

    private void clear() {
        if (drawn) {
            drawn = false;
            terminal.out().print(CLEAR);
            terminal.out().flush();
        }
    }
}
