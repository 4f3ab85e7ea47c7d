package paloma.web;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import paloma.net.SourcePrefix;

/**
 * Counts wrong tokens of each source, and of all, in windows of a minute: nobody guesses 256 bits, but people choose
 * tokens too. One that is shown again is no new guess: pages that a restart left behind do that. Any thread.
 */
final class WrongTokens {
    static final int MAX_OF_SOURCE = 5;

    /** Whoever has many addresses meets this one; the owner of a good token waits for a minute then. */
    static final int MAX_OF_ALL = 1_000;

    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier clock;
    private final Map<Long, Set<ByteBuffer>> bySource = new LinkedHashMap<>();
    private long windowNanos;
    private int all;

    WrongTokens(LongSupplier clock) {
        this.clock = clock;
        this.windowNanos = clock.getAsLong();
    }

    synchronized boolean mayTry(InetAddress source) {
        renew();
        return all < MAX_OF_ALL && bySource.getOrDefault(key(source), Set.of()).size() < MAX_OF_SOURCE;
    }

    /** @param digest of the token, whatever its length */
    synchronized void add(InetAddress source, ByteBuffer digest) {
        renew();
        if (bySource.computeIfAbsent(key(source), key -> new HashSet<>()).add(digest)) {
            all++;
        }
    }

    private void renew() {
        long now = clock.getAsLong();
        if (now - windowNanos >= WINDOW_NANOS) {
            windowNanos = now;
            all = 0;
            bySource.clear();
        }
    }

    private static long key(InetAddress source) {
        return source == null ? 0 : SourcePrefix.of(source);
    }
}
