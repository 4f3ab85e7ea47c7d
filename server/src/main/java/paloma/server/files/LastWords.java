package paloma.server.files;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The last datagrams of connections that have ended, for a while: they may be lost, and the client goes on asking. They
 * are sealed already, and leave as they are. Any thread may ask.
 */
final class LastWords {
    private static final int MOST = 256;
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private record Word(InetSocketAddress source, byte[] datagram, long nanos) {}

    private final Map<Long, Word> words = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Word> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(long connection, InetSocketAddress source, byte[] datagram, long nowNanos) {
        words.put(connection, new Word(source, datagram, nowNanos));
    }

    /** Returns null where this source was told nothing, or long ago. */
    synchronized byte[] of(long connection, InetSocketAddress source, long nowNanos) {
        Word word = words.get(connection);
        boolean known = word != null
                && nowNanos - word.nanos() <= KEPT_NANOS
                && word.source().equals(source);
        return known ? word.datagram() : null;
    }
}
