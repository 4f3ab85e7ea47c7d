package paloma.client.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Finds, in the history of a room to which one comes back, what was said while one was away. */
final class MissedLines {
    private static final int MAX_LINES = 64;

    private record Line(String name, String text) {}

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
        return List.copyOf(history.subList(overlap(), history.size()));
    }

    /**
     * Returns whether every line that was said is either seen or missed: the history begins with what was seen. Nothing less
     * shows it, for a short history may be that of a server that was restarted, or of a room that was empty meanwhile.
     */
    boolean isWhole() {
        return overlap() > 0;
    }

    private int overlap() {
        List<Line> last = new ArrayList<>(seen);
        for (int length = Math.min(last.size(), history.size()); length > 0; length--) {
            if (isOverlap(last, length)) {
                return length;
            }
        }
        return 0;
    }

    private boolean isOverlap(List<Line> last, int length) {
        for (int i = 0; i < length; i++) {
            ServerLine past = history.get(i);
            if (!last.get(last.size() - length + i).equals(new Line(past.name(), past.text()))) {
                return false;
            }
        }
        return true;
    }
}
