package paloma.server.bus;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which entries have been heard: those of a server come in its order, so the last number of each tells. One thread. */
final class HeardNumbers {
    /** Servers that were started since this one, at most. */
    static final int MAX_SERVERS = 10_000;

    private final Map<String, Long> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_SERVERS;
        }
    };

    /** Returns whether the entry is new; from now on it is not. */
    boolean isNew(BusEntry entry) {
        Long before = last.get(entry.server());
        if (before != null && entry.number() <= before) {
            return false;
        }
        last.put(entry.server(), entry.number());
        return true;
    }
}
