package paloma.server.files;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paloma.transfer.wire.Fail;

/**
 * Why transfers ended, for a while: the datagram that said it may have been lost, and the client goes on asking. Any
 * thread may ask.
 */
final class RecentFailures {
    private static final int MOST = 256;
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private record Word(InetSocketAddress source, Fail fail, long nanos) {}

    private final Map<Long, Word> words = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Word> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(InetSocketAddress source, Fail fail, long nowNanos) {
        words.put(fail.transfer(), new Word(source, fail, nowNanos));
    }

    /** Returns null where this source was told nothing, or long ago. */
    synchronized Fail of(long transfer, InetSocketAddress source, long nowNanos) {
        Word word = words.get(transfer);
        boolean known = word != null
                && nowNanos - word.nanos() <= KEPT_NANOS
                && word.source().equals(source);
        return known ? word.fail() : null;
    }
}
