package paloma.server.peer;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import paloma.net.SourcePrefix;
import paloma.server.guard.Guards;
import paloma.server.metrics.Refusal;

/** How many peers of one service are there, over all transports, in all and of each source. Any thread. */
public final class PeerBounds {
    private final int max;
    private final int maxPerSource;
    private final Guards guards;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Long, Integer> perSource = new ConcurrentHashMap<>();

    /** @param guards know the sources that are not limited */
    public PeerBounds(int max, int maxPerSource, Guards guards) {
        this.max = max;
        this.maxPerSource = maxPerSource;
        this.guards = guards;
    }

    /** Returns how many are there now. */
    public int count() {
        return count.get();
    }

    /** Returns why nobody more of this source may come, or null. */
    Refusal against(SocketAddress source) {
        if (count.get() >= max) {
            return Refusal.PEERS;
        }
        boolean isFull = isLimited(source) && perSource.getOrDefault(prefix(source), 0) >= maxPerSource;
        return isFull ? Refusal.PEERS_PER_SOURCE : null;
    }

    /** Counts one more, to be {@link #release released}; returns why that may not be, or null. */
    Refusal take(SocketAddress source) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return Refusal.PEERS;
        }
        if (!takeShare(source)) {
            count.decrementAndGet();
            return Refusal.PEERS_PER_SOURCE;
        }
        return null;
    }

    void release(SocketAddress source) {
        count.decrementAndGet();
        if (source instanceof InetSocketAddress) {
            perSource.computeIfPresent(prefix(source), (prefix, peers) -> peers == 1 ? null : peers - 1);
        }
    }

    private boolean takeShare(SocketAddress source) {
        if (!(source instanceof InetSocketAddress)) {
            return true;
        }
        boolean isLimited = isLimited(source);
        int[] taken = new int[1];
        perSource.compute(prefix(source), (prefix, peers) -> {
            int before = peers == null ? 0 : peers;
            taken[0] = isLimited && before >= maxPerSource ? 0 : 1;
            int now = before + taken[0];
            return now == 0 ? null : (Integer) now;
        });
        return taken[0] == 1;
    }

    private boolean isLimited(SocketAddress source) {
        return source instanceof InetSocketAddress inet && !guards.isUnlimited(inet.getAddress());
    }

    private static long prefix(SocketAddress source) {
        return SourcePrefix.of(((InetSocketAddress) source).getAddress());
    }
}
