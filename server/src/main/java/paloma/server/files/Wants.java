package paloma.server.files;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What clients want of trees, by the number of the connection that said so, until it is fetched. Bounded in number and in
 * bytes, half of both for one source; the oldest go first. Any thread.
 */
final class Wants {
    static final int MOST = 256;
    static final int MOST_BYTES = 8 << 20;
    static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int SOURCES = 2;

    /**
     * The small files that a client wants.
     *
     * @param source prefix of its address
     * @param base folder that the names are relative to
     * @param follow whether links are followed that stay in the root
     * @param names as they came, and known to be sound
     */
    record Want(long source, String base, boolean follow, byte[] names, long nanos) {
        private boolean isOld(long nowNanos) {
            return nowNanos - nanos > KEPT_NANOS;
        }
    }

    private final Map<Long, Want> wants = new LinkedHashMap<>();
    private int bytes;

    synchronized void add(long connection, Want want) {
        remove(connection);
        removeOld(want.nanos());
        while (isFull(want)) {
            removeOldest(want.source());
        }
        while (wants.size() >= MOST || bytes + want.names().length > MOST_BYTES) {
            remove(wants.keySet().iterator().next());
        }
        wants.put(connection, want);
        bytes += want.names().length;
    }

    /** Returns null where it is not known, or not any more. */
    synchronized Want get(long connection, long nowNanos) {
        removeOld(nowNanos);
        return wants.get(connection);
    }

    /** Forgets what has been fetched. */
    synchronized void remove(long connection) {
        Want gone = wants.remove(connection);
        bytes -= gone == null ? 0 : gone.names().length;
    }

    synchronized int size() {
        return wants.size();
    }

    /** Returns whether the source of this one has as much as one source may have. */
    private boolean isFull(Want next) {
        int count = 0;
        int ofSource = next.names().length;
        for (Want want : wants.values()) {
            if (want.source() == next.source()) {
                count++;
                ofSource += want.names().length;
            }
        }
        return count > 0 && (count >= MOST / SOURCES || ofSource > MOST_BYTES / SOURCES);
    }

    private void removeOldest(long source) {
        for (Map.Entry<Long, Want> entry : wants.entrySet()) {
            if (entry.getValue().source() == source) {
                remove(entry.getKey());
                return;
            }
        }
    }

    private void removeOld(long nowNanos) {
        Iterator<Want> oldest = wants.values().iterator();
        while (oldest.hasNext()) {
            Want want = oldest.next();
            if (!want.isOld(nowNanos)) {
                return;
            }
            oldest.remove();
            bytes -= want.names().length;
        }
    }
}
