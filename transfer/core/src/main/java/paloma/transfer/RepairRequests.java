package paloma.transfer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import paloma.transfer.wire.Repair;

/**
 * Which chunks are to be sent again, how often they were bad, and when to ask for them: at once, and again and again until
 * they are there, those first that were asked for longest ago.
 */
final class RepairRequests {
    private static final long REPEAT_NANOS = 200_000_000;

    /** Keeps the message below the 1,200 bytes that every path carries. */
    private static final int MAX_ENTRIES = 100;

    private final Attempts attempts;
    private final Set<Integer> unasked = new LinkedHashSet<>();
    private final Set<Integer> asked = new LinkedHashSet<>();
    private long againNanos;

    RepairRequests(int chunks, long nowNanos) {
        attempts = new Attempts(chunks);
        againNanos = nowNanos;
    }

    /** Called when a chunk did not agree with its hash, or is not believed to. */
    void add(int index) {
        attempts.increment(index);
        asked.remove(index);
        unasked.add(index);
    }

    /** Called when all of the chunk has come again; not before, for what comes may be late copies of the bad bytes. */
    void remove(int index) {
        asked.remove(index);
        unasked.remove(index);
    }

    boolean isDue(long nowNanos) {
        return !unasked.isEmpty() || !asked.isEmpty() && nowNanos - againNanos >= 0;
    }

    /** Returns when to ask, a time that is past where that is at once; or {@link Long#MAX_VALUE}. */
    long dueNanos() {
        if (!unasked.isEmpty()) {
            return againNanos - REPEAT_NANOS;
        }
        return asked.isEmpty() ? Long.MAX_VALUE : againNanos;
    }

    /** Returns what to ask for now. */
    List<Repair.Entry> ask(long nowNanos) {
        boolean isAgain = unasked.isEmpty();
        Iterator<Integer> next = (isAgain ? asked : unasked).iterator();
        if (isAgain || asked.isEmpty()) {
            againNanos = nowNanos + REPEAT_NANOS;
        }
        List<Repair.Entry> entries = new ArrayList<>();
        while (next.hasNext() && entries.size() < MAX_ENTRIES) {
            int index = next.next();
            next.remove();
            entries.add(new Repair.Entry(index, attempts.of(index)));
        }
        entries.forEach(entry -> asked.add(entry.index()));
        return entries;
    }
}
