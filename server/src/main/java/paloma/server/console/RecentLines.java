package paloma.server.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines that were shown, for whoever comes late. Any thread. */
final class RecentLines {
    static final int MAX = 200;

    private final Deque<ConsoleLine> lines = new ArrayDeque<>();
    private long count;

    synchronized void add(ConsoleLine line) {
        lines.addLast(line);
        count++;
        if (lines.size() > MAX) {
            lines.removeFirst();
        }
    }

    /**
     * Returns the lines with numbers above {@code after}, the oldest first, as far as they are here.
     *
     * @param after the number of a line: they are counted from 1
     */
    synchronized List<ShownLine> after(long after) {
        List<ShownLine> shown = new ArrayList<>();
        long number = count - lines.size();
        for (ConsoleLine line : lines) {
            number++;
            if (number > after) {
                shown.add(line.shown(number));
            }
        }
        return shown;
    }

    synchronized long count() {
        return count;
    }
}
