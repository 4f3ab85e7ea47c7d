package paloma.web;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import paloma.net.SourcePrefix;
import paloma.web.WebCounts.Refusal;

/** Bounds the WebSockets of a site. On its event loop. */
final class Viewers {
    /** More than the people who watch one program. */
    static final int MAX = 64;

    /** All tabs of one person. This machine, from which proxies ask too, may have all. */
    static final int MAX_OF_SOURCE = 16;

    private final WebCounts counts;
    private final Map<Long, Integer> bySource = new HashMap<>();
    private int open;

    Viewers(WebCounts counts) {
        this.counts = counts;
    }

    /** Takes a place; false where there is none. */
    boolean enter(InetAddress source) {
        long key = SourcePrefix.of(source);
        boolean isFull = !source.isLoopbackAddress() && bySource.getOrDefault(key, 0) >= MAX_OF_SOURCE;
        if (open >= MAX || isFull) {
            counts.refused(Refusal.VIEWERS);
            return false;
        }
        bySource.merge(key, 1, Integer::sum);
        open++;
        counts.opened();
        return true;
    }

    void leave(InetAddress source) {
        bySource.computeIfPresent(SourcePrefix.of(source), (key, count) -> count == 1 ? null : count - 1);
        open--;
        counts.closed();
    }
}
