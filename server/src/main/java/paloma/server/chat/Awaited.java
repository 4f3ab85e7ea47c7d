package paloma.server.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the bus has of a room's history, on its way here. Who comes meanwhile is told it before anything else, so what he
 * hears until then is held back.
 */
final class Awaited {
    /** Some seconds of the most that a room hears. */
    private static final int MAX_LINES = 500;

    /** Longer than a bus takes to answer, or to say that it does not. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final List<Kept> before;
    private final long askedNanos;
    private final List<Kept> since = new ArrayList<>();
    private final Map<Member, Integer> waiting = new LinkedHashMap<>();

    /** @param before what is known of the room, for the case that the bus has nothing */
    Awaited(List<Kept> before, long nowNanos) {
        this.before = before;
        askedNanos = nowNanos;
    }

    boolean isOverdue(long nowNanos) {
        return nowNanos - askedNanos >= PATIENCE_NANOS;
    }

    boolean isFull() {
        return since.size() == MAX_LINES;
    }

    /** Called with each line from now on. */
    void said(Kept line) {
        since.add(line);
    }

    void holdBack(Member member) {
        member.holdBack();
        waiting.put(member, since.size());
    }

    void forget(Member member) {
        if (waiting.remove(member) != null) {
            member.release(List.of());
        }
    }

    /** Tells all who wait, and returns the history as it is now. */
    List<Kept> filled(List<Kept> fromBus) {
        List<Kept> history = new ArrayList<>(fromBus.isEmpty() ? before : fromBus);
        history.removeIf(this::isToCome);
        int older = history.size();
        history.addAll(since);
        waiting.forEach((member, heard) -> member.release(History.last(history.subList(0, older + heard))));
        return history;
    }

    /** Returns whether it was heard since, or is about to be: before it there is one of its speaker that was. */
    private boolean isToCome(Kept line) {
        return since.stream().anyMatch(heard -> heard.speaker() == line.speaker() && heard.number() <= line.number());
    }
}
