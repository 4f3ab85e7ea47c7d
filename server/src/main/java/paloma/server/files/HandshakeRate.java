package paloma.server.files;

import java.net.InetAddress;
import paloma.server.guard.SourceBuckets;

/** How many handshakes there may be in a second, in all and of each source. */
final class HandshakeRate {
    /** One bucket for all: everybody is the same source to it. */
    private static final InetAddress EVERYBODY = InetAddress.getLoopbackAddress();

    private static final int ONE_SOURCE = 4;

    private final SourceBuckets all;
    private final SourceBuckets each;

    HandshakeRate(SourceBuckets.Rate all, SourceBuckets.Rate each, int sources) {
        this.all = new SourceBuckets(all, ONE_SOURCE);
        this.each = new SourceBuckets(each, sources);
    }

    boolean admits(InetAddress source, long nowNanos) {
        return each.take(source, nowNanos) && all.take(EVERYBODY, nowNanos);
    }
}
