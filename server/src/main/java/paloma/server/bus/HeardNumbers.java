package paloma.server.bus;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which entries have been heard: those of a server come in its order, so the last number of each tells. One thread. */
final class HeardNumbers {
    /** Servers that were started since this one, at most. */
    static final int MAX_SERVERS = 10_000;

    /** Returned for an entry that has been heard. */
    static final long OLD = -1;

    private final Map<String, Long> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_SERVERS;
        }
    };

    /** Returns how many entries of its server never came before this new one, or {@link #OLD}; from now on it is old. */
    long missedBefore(BusEntry entry) {
        Long before = last.get(entry.server());
        if (before != null && entry.number() <= before) {
            return OLD;
        }
        last.put(entry.server(), entry.number());
        return before == null ? 0 : entry.number() - before - 1;
    }
}
