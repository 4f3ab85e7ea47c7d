package paloma.audio.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What happened lately, in words. Any thread. */
public final class EventLog {
    private static final int MAX = 500;

    /**
     * Something that happened.
     *
     * @param number counted from 1
     * @param kind one word, such as {@code concealed}
     */
    public record Event(long number, long unixMillis, String kind, String text) {}

    private final Deque<Event> events = new ArrayDeque<>();
    private long count;

    public synchronized void add(String kind, String text) {
        events.addLast(new Event(++count, System.currentTimeMillis(), kind, text));
        if (events.size() > MAX) {
            events.removeFirst();
        }
    }

    /** Returns those that are kept and have a higher number, the oldest first. */
    public synchronized List<Event> after(long number) {
        return new ArrayList<>(
                events.stream().filter(event -> event.number() > number).toList());
    }
}
