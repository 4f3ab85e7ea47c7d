package paloma.server.bus;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which other servers there are: those whose tables the listener has been given, and strays, who have spoken but whose
 * tables it has not been given yet. One thread.
 */
final class KnownServers {
    /** More strays than that are no fleet. */
    static final int MAX_STRAYS = 1_000;

    private final Set<String> known = new HashSet<>();
    private final Set<String> strays = new HashSet<>();

    /** Called when the listener is given all tables anew. */
    void joined(Set<String> tables) {
        known.clear();
        known.addAll(tables);
        strays.clear();
    }

    boolean isKnown(String server) {
        return known.contains(server);
    }

    /** Returns whether it may be heard though its table is not known. */
    boolean addStray(String server) {
        return strays.contains(server) || strays.size() < MAX_STRAYS && strays.add(server);
    }

    boolean hasStray(String server) {
        return strays.contains(server);
    }

    boolean hasStrays() {
        return !strays.isEmpty();
    }

    void remove(String server) {
        known.remove(server);
        strays.remove(server);
    }

    boolean knowsAll(Collection<String> there) {
        return known.containsAll(there);
    }

    /** Returns who is not there any more, and forgets them. */
    List<String> takeGone(Collection<String> there) {
        Set<String> gone = new HashSet<>(known);
        gone.addAll(strays);
        there.forEach(gone::remove);
        gone.forEach(this::remove);
        return List.copyOf(gone);
    }
}
