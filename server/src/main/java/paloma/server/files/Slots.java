package paloma.server.files;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import paloma.net.SourcePrefix;

/** How many transfers run, in all and of each source (IPv4 /32, IPv6 /64). Any thread may ask. */
final class Slots {
    private final int most;
    private final int mostOfSource;
    private final Map<Long, Integer> ofSource = new HashMap<>();
    private int running;

    Slots(int most, int mostOfSource) {
        this.most = most;
        this.mostOfSource = mostOfSource;
    }

    /** Takes a slot, to be freed once; gives null, or a sentence that says why there is none. */
    synchronized String take(InetAddress source) {
        if (running == most) {
            return "the server runs as many transfers as it may, " + most + "; try again later";
        }
        int others = ofSource.getOrDefault(SourcePrefix.of(source), 0);
        if (others == mostOfSource) {
            return "your address runs as many transfers as it may, " + mostOfSource + "; wait for one to end";
        }
        ofSource.put(SourcePrefix.of(source), others + 1);
        running++;
        return null;
    }

    synchronized void free(InetAddress source) {
        ofSource.computeIfPresent(SourcePrefix.of(source), (prefix, count) -> count == 1 ? null : count - 1);
        running--;
    }

    synchronized boolean areAllTaken() {
        return running == most;
    }

    synchronized int running() {
        return running;
    }
}
