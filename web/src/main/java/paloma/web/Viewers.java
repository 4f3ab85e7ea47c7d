package paloma.web;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import paloma.net.ConnectionLimits;
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

    /** Gives a connection a place for as long as it is open, and it has to give way to no other then; false where there is none. */
    boolean enter(Channel channel, InetAddress source) {
        if (!isRoomFor(source)) {
            counts.refused(Refusal.VIEWERS);
            return false;
        }
        bySource.merge(SourcePrefix.of(source), 1, Integer::sum);
        open++;
        counts.opened();
        channel.closeFuture().addListener(closed -> leave(source));
        ConnectionLimits.computesFor(
                channel, true); // one that answers pings is not silent, and the handler closes the others
        return true;
    }

    private boolean isRoomFor(InetAddress source) {
        int sameSource = bySource.getOrDefault(SourcePrefix.of(source), 0);
        return open < MAX && (source.isLoopbackAddress() || sameSource < MAX_OF_SOURCE);
    }

    private void leave(InetAddress source) {
        bySource.computeIfPresent(SourcePrefix.of(source), (key, count) -> count == 1 ? null : count - 1);
        open--;
        counts.closed();
    }
}
