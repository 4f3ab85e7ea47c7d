package paloma.transfer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import paloma.transfer.wire.Repair;

/** Which chunks were bad, how often, and when to ask for them again: until they are there. */
final class RepairRequests {
    private static final long REPEAT_NANOS = 200_000_000;

    /** Keeps the message below the 1,200 bytes that every path carries. */
    private static final int MAX_ENTRIES = 100;

    /** The wire has one byte for it. */
    private static final int MAX_ATTEMPT = 255;

    private final Map<Integer, Integer> bad = new HashMap<>();
    private final Map<Integer, Integer> attempts = new HashMap<>();
    private long nextNanos;

    RepairRequests(long nowNanos) {
        nextNanos = nowNanos;
    }

    /** Called when a chunk did not agree with its hash. */
    void add(int index) {
        bad.put(index, attempts.merge(index, 1, Integer::sum));
    }

    /** Called when all of the chunk has come again; not before, for what comes may be late copies of the bad bytes. */
    void remove(int index) {
        bad.remove(index);
    }

    boolean isDue(long nowNanos) {
        return !bad.isEmpty() && nowNanos - nextNanos >= 0;
    }

    /** Returns when to ask again, or {@link Long#MAX_VALUE}. */
    long dueNanos() {
        return bad.isEmpty() ? Long.MAX_VALUE : nextNanos;
    }

    /** Returns what to ask for now. */
    List<Repair.Entry> ask(long nowNanos) {
        nextNanos = nowNanos + REPEAT_NANOS;
        return bad.entrySet().stream()
                .limit(MAX_ENTRIES)
                .map(chunk -> new Repair.Entry(chunk.getKey(), Math.min(chunk.getValue(), MAX_ATTEMPT)))
                .toList();
    }
}
