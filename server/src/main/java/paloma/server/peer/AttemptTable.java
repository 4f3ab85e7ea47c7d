package paloma.server.peer;

import java.util.concurrent.atomic.AtomicLongArray;
import paloma.server.guard.SourceBuckets;

/**
 * Small counts by hash, each kept for as long as a code is good, in a table of fixed size that all event loops use without
 * a lock. What is live is never pushed out: where a set of the table is full, nothing more is noted, so that nobody is
 * forgotten by a flood of others.
 *
 * <pre>
 *   40 bits        16 bits   8 bits
 * +-------------+--------+-------+
 * | fingerprint | minute | count |
 * +-------------+--------+-------+
 * </pre>
 */
final class AttemptTable {
    /** What three minutes of 1,000 answers a second note, and some more, in 2 MiB. */
    private static final int CELLS = 1 << 18;

    private static final int WAYS = 8;
    private static final int COUNT_BITS = Byte.SIZE;
    private static final int MAX_COUNT = (1 << COUNT_BITS) - 1;
    private static final int FINGERPRINT_SHIFT = COUNT_BITS + Short.SIZE;
    private static final int NOWHERE = -1;

    private final AtomicLongArray cells = new AtomicLongArray(CELLS);

    boolean has(long hash, long minute) {
        return find(hash, minute) != NOWHERE;
    }

    /** Returns how many minutes ago it was noted; only for what is there. */
    int ageMinutes(long hash, long minute) {
        int at = find(hash, minute);
        return at == NOWHERE ? 0 : age(cells.get(at), minute);
    }

    /** Notes it with a count of 0; false where it is there already, or there is no room. */
    boolean note(long hash, long minute) {
        if (has(hash, minute)) {
            return false;
        }
        long cell = fingerprint(hash) << FINGERPRINT_SHIFT | (minute & 0xffff) << COUNT_BITS;
        int set = set(hash);
        for (int i = set; i < set + WAYS; i++) {
            long before = cells.get(i);
            if (!isLive(before, minute) && cells.compareAndSet(i, before, cell)) {
                return isAlone(i, cell, minute);
            }
        }
        return false;
    }

    /** Returns the count; 0 also for what is not there. */
    int count(long hash, long minute) {
        int at = find(hash, minute);
        return at == NOWHERE ? 0 : (int) cells.get(at) & MAX_COUNT;
    }

    /** Raises the count and returns it; the highest, 255, also for what is not there. */
    int raise(long hash, long minute) {
        int at = find(hash, minute);
        if (at == NOWHERE) {
            return MAX_COUNT;
        }
        return (int) cells.updateAndGet(at, cell -> (cell & MAX_COUNT) == MAX_COUNT ? cell : cell + 1) & MAX_COUNT;
    }

    void forget(long hash) {
        int set = set(hash);
        for (int i = set; i < set + WAYS; i++) {
            if (cells.get(i) >>> FINGERPRINT_SHIFT == fingerprint(hash)) {
                cells.set(i, 0);
            }
        }
    }

    /** Two threads that note the same at once both withdraw: it is noted the next time. */
    private boolean isAlone(int at, long cell, long minute) {
        int set = at / WAYS * WAYS;
        for (int i = set; i < set + WAYS; i++) {
            if (i != at
                    && isLive(cells.get(i), minute)
                    && cells.get(i) >>> FINGERPRINT_SHIFT == cell >>> FINGERPRINT_SHIFT) {
                cells.compareAndSet(at, cell, 0);
                return false;
            }
        }
        return true;
    }

    private int find(long hash, long minute) {
        int set = set(hash);
        for (int i = set; i < set + WAYS; i++) {
            long cell = cells.get(i);
            if (cell >>> FINGERPRINT_SHIFT == fingerprint(hash) && isLive(cell, minute)) {
                return i;
            }
        }
        return NOWHERE;
    }

    /** Event loops read their clocks one after another: a minute that is to come for one has begun for another. */
    private static boolean isLive(long cell, long minute) {
        return cell != 0 && Math.abs(age(cell, minute)) < Codes.GOOD_MINUTES;
    }

    private static int age(long cell, long minute) {
        return (short) (minute - (cell >>> COUNT_BITS));
    }

    /** Never 0, which stands for an empty cell. */
    private static long fingerprint(long hash) {
        return hash >>> FINGERPRINT_SHIFT | 1;
    }

    private static int set(long hash) {
        return (int) (SourceBuckets.mix(hash) & (CELLS / WAYS - 1)) * WAYS;
    }
}
