package paloma.server.workers;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/** A queue in which sources take turns: each gives its oldest item and goes to the end. Not for several threads. */
final class Turns<T> {
    /** The items of each source that has any; the source whose turn it is comes first. */
    private final Map<Object, Queue<T>> waiting = new LinkedHashMap<>();

    void add(Object source, T item) {
        waiting.computeIfAbsent(source, key -> new ArrayDeque<>()).add(item);
    }

    /** Returns the next item, or null where there is none. */
    T next() {
        if (waiting.isEmpty()) {
            return null;
        }
        Object source = waiting.keySet().iterator().next();
        Queue<T> items = waiting.remove(source);
        T item = items.remove();
        if (!items.isEmpty()) {
            waiting.put(source, items);
        }
        return item;
    }
}
