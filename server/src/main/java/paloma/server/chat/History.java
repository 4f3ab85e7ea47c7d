package paloma.server.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import paloma.server.chat.message.Line;

/** The last lines of a room, for whoever joins. */
final class History {
    static final int LINES = 20;

    private final Deque<Kept> lines = new ArrayDeque<>(LINES + 1);
    private final Map<Long, Long> told = new HashMap<>();
    private Awaited awaited;

    static List<Kept> last(List<Kept> lines) {
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    void add(Line line) {
        Kept kept = Kept.of(line);
        keep(kept);
        if (awaited != null) {
            awaited.said(kept);
            if (awaited.isFull()) {
                fill(awaited, List.of());
            }
        }
    }

    /** Tells him all of it, the oldest line first, as soon as all of it is known. */
    void tell(Member member) {
        if (awaited == null) {
            lines.forEach(line -> member.tell(line.bytes()));
        } else {
            awaited.holdBack(member);
        }
    }

    /** Called when he leaves: he is told what he was to hear, and nothing that was said before he came. */
    void forget(Member member) {
        if (awaited != null) {
            awaited.forget(member);
        }
    }

    /** Called when the bus is to be asked for what it has; ends what was awaited before. */
    void await(long nowNanos) {
        fill(List.of());
        awaited = new Awaited(List.copyOf(lines), nowNanos);
    }

    /** Waits no longer for a bus that should have answered. */
    void giveUp(long nowNanos) {
        if (awaited != null && awaited.isOverdue(nowNanos)) {
            fill(List.of());
        }
    }

    /** Returns what is awaited; null for nothing. */
    Awaited awaited() {
        return awaited;
    }

    /** Called with what the bus has, oldest first, when this is still awaited. */
    void fill(Awaited asked, List<Line> found) {
        if (awaited == asked) {
            fill(found);
        }
    }

    /** Returns whether the line, which comes from another server, came with the history before. */
    boolean has(Line line) {
        return line.number() <= told.getOrDefault(line.speaker(), Long.MIN_VALUE);
    }

    private void fill(List<Line> found) {
        if (awaited == null) {
            return;
        }
        Awaited filled = awaited;
        awaited = null;
        List<Kept> history = filled.filled(found.stream().map(Kept::of).toList());
        told.clear();
        history.forEach(line -> told.merge(line.speaker(), line.number(), Math::max));
        lines.clear();
        last(history).forEach(this::keep);
    }

    private void keep(Kept line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }
}
