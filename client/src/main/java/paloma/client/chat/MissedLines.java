package paloma.client.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Finds, in the history of a room to which one comes back, what was said while one was away. */
final class MissedLines {
    private static final int MAX_LINES = 64;

    private record Line(String name, String text) {
        static Line of(ServerLine line) {
            return new Line(line.name(), line.text());
        }
    }

    private final Deque<Line> seen = new ArrayDeque<>();
    private final List<ServerLine> history = new ArrayList<>();

    /** Called with each line that was shown. */
    void seen(String name, String text) {
        if (seen.size() == MAX_LINES) {
            seen.removeFirst();
        }
        seen.add(new Line(name, text));
    }

    /** Called in a room in which nothing was seen yet. */
    void forget() {
        seen.clear();
        history.clear();
    }

    /** Called with each line of the history of the room to which one comes back, and with those that follow it. */
    void add(ServerLine line) {
        if (history.size() < MAX_LINES) {
            history.add(line);
        }
    }

    void forgetHistory() {
        history.clear();
    }

    /** Returns the lines of the history that were not seen. */
    List<ServerLine> missed() {
        BitSet known = known();
        List<ServerLine> missed = new ArrayList<>();
        for (int i = known.nextClearBit(0); i < history.size(); i = known.nextClearBit(i + 1)) {
            missed.add(history.get(i));
        }
        return missed;
    }

    /**
     * Returns whether every line that was said is either seen or missed: the history begins with what was seen. Nothing less
     * shows it, for a short history may be that of a server that was restarted, or of a room that was empty meanwhile.
     */
    boolean isWhole() {
        return known().get(0);
    }

    /** Returns which lines of the history were seen. */
    private BitSet known() {
        List<Line> past = history.stream().map(Line::of).toList();
        BitSet known = new BitSet();
        known.set(0, overlap(List.copyOf(seen), past));
        if (known.isEmpty()) {
            past.stream().map(Line::name).distinct().forEach(speaker -> findSeenOf(speaker, past, known));
        }
        return known;
    }

    /**
     * Another server may have heard several speakers in another order, but each of them in his own. He shows nothing who says
     * the same all the time.
     */
    private void findSeenOf(String speaker, List<Line> past, BitSet known) {
        List<Line> seenOf =
                seen.stream().filter(line -> line.name().equals(speaker)).toList();
        List<Line> pastOf =
                past.stream().filter(line -> line.name().equals(speaker)).toList();
        List<Line> both = pastOf.subList(0, overlap(seenOf, pastOf));
        if (both.stream().noneMatch(line -> isOnce(line, seenOf) && isOnce(line, pastOf))) {
            return;
        }
        int found = 0;
        for (int i = 0; found < both.size(); i++) {
            if (past.get(i).name().equals(speaker)) {
                known.set(i);
                found++;
            }
        }
    }

    private static boolean isOnce(Line line, List<Line> lines) {
        return Collections.frequency(lines, line) == 1;
    }

    /** Returns how many of the last lines that were seen are the first of the past. */
    private static int overlap(List<Line> last, List<Line> past) {
        int length = Math.min(last.size(), past.size());
        while (length > 0 && !last.subList(last.size() - length, last.size()).equals(past.subList(0, length))) {
            length--;
        }
        return length;
    }
}
