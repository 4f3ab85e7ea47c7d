package paloma.server.chat;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of a room, for whoever joins. */
final class History {
    static final int LINES = 20;

    private final Deque<byte[]> lines = new ArrayDeque<>(LINES + 1);

    void add(byte[] line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** Tells him all of it, the oldest line first. */
    void tell(Member member) {
        lines.forEach(member::tell);
    }
}
