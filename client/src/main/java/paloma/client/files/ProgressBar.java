package paloma.client.files;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import paloma.client.terminal.HumanUnits;
import paloma.net.Printable;

/**
 * One line of progress that fits the terminal: what matters least is left out first.
 *
 * <pre>
 * notes.tar [############------------]  52 %  97.1 Mbit/s  0:12 left  1.0 % lost  50 ms
 * 1,204/5,000 photos/a.jpg [#####--------------]  27 %  3.4 MB  97.1 Mbit/s  0:12 left  1.0 % lost  50 ms
 * </pre>
 */
final class ProgressBar {
    private static final int MIN_BAR = 8;
    private static final int MAX_BAR = 40;
    private static final int MIN_NAME = 8;

    private ProgressBar() {}

    static String line(Tally tally, Speed speed, int columns) {
        String name = name(tally);
        StringBuilder rest = new StringBuilder();
        int room = columns - 1 - Math.min(name.length(), Math.max(MIN_NAME, columns / 4));
        append(rest, share(tally), room);
        boolean isTree = tally.files > 1 && tally.totalBytes > 0;
        append(rest, isTree ? padded(HumanUnits.size(tally.doneBytes), 7) : "", room);
        append(rest, padded(HumanUnits.rate(8 * speed.bytesPerSecond()), 11), room);
        append(rest, tally.totalBytes > 0 ? padded(timeLeft(tally, speed), 9) : "", room);
        append(rest, padded(HumanUnits.fixed(speed.lossPercent(), 1) + " % lost", 10), room);
        append(rest, padded(tally.roundTripNanos > 0 ? HumanUnits.millis(tally.roundTripNanos) : "", 6), room);
        int bar = Math.min(MAX_BAR, room - rest.length() - 3);
        boolean hasBar = tally.totalBytes > 0 && bar >= MIN_BAR;
        int nameRoom = columns - 1 - rest.length() - (hasBar ? bar + 3 : 0);
        return fit(name, nameRoom) + (hasBar ? bar(tally, bar) : "") + rest;
    }

    /** Returns {@code film.mp4: waiting for 0:12: } and why, cut to what fits. */
    static String waiting(Wait wait, long nowNanos, int columns) {
        String line = waiting(wait, nowNanos);
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 2)) + "~";
    }

    static String waiting(Wait wait, long nowNanos) {
        String name = wait.name().isEmpty() ? "" : Printable.word(wait.name()) + ": ";
        String time = HumanUnits.clock(TimeUnit.NANOSECONDS.toSeconds(wait.nanos(nowNanos)));
        return name + "waiting for " + time + ": " + Printable.sentence(wait.words());
    }

    /** Returns {@code 0:12 left}, or nothing while nothing moves. */
    static String timeLeft(Tally tally, Speed speed) {
        OptionalLong seconds = speed.secondsFor(tally.totalBytes - tally.doneBytes);
        return seconds.isPresent() ? HumanUnits.clock(seconds.getAsLong()) + " left" : "";
    }

    private static String name(Tally tally) {
        String name = Printable.escape(tally.name);
        int at = Math.min(tally.files, tally.doneFiles + tally.failedFiles + 1);
        return tally.files > 1 ? HumanUnits.grouped(at) + "/" + HumanUnits.grouped(tally.files) + " " + name : name;
    }

    private static String share(Tally tally) {
        if (tally.totalBytes <= 0) {
            return HumanUnits.bytes(tally.doneBytes);
        }
        String percent = HumanUnits.fixed(Math.floor(100.0 * tally.doneBytes / tally.totalBytes), 0);
        return padded(percent, 3) + " %";
    }

    /** Keeps columns aligned while numbers change. */
    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String bar(Tally tally, int width) {
        int full = (int) (width * Math.min(1.0, (double) tally.doneBytes / tally.totalBytes));
        return " [" + "#".repeat(full) + "-".repeat(width - full) + "]";
    }

    private static void append(StringBuilder rest, String piece, int room) {
        if (!piece.isEmpty() && rest.length() + 2 + piece.length() <= room) {
            rest.append(rest.length() == 0 ? " " : "  ").append(piece);
        }
    }

    /** Keeps the end of a name, which distinguishes files. */
    private static String fit(String name, int room) {
        if (name.length() <= room) {
            return name;
        }
        return room < 2 ? "" : "~" + name.substring(name.length() - room + 1);
    }
}
