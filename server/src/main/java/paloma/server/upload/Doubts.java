package paloma.server.upload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Senders of whom something is missing: what they sent is never shown as whole until a {@code bye} of theirs, or long
 * silence, has ended it. Bounded: when too many are in doubt, everyone is. Any thread may add.
 */
final class Doubts {
    static final int MAX_SENDERS = 1_024;

    private final long memoryNanos;
    private final Map<UploadSender, Doubt> senders = new ConcurrentHashMap<>();
    private volatile Doubt everyone;
    private volatile Doubt newcomers;

    /** @param memoryNanos how long a sender stays in doubt after the last loss */
    Doubts(long memoryNanos) {
        this.memoryNanos = memoryNanos;
    }

    /** Something of {@code sender} was lost, whether it has an upload open or not. */
    void lost(UploadSender sender, long nowNanos, String why) {
        Doubt doubt = new Doubt(nowNanos, why);
        if (!remember(sender, doubt)) {
            everyone = doubt;
        }
    }

    /** Something of {@code sender}, who has no upload open, was lost: what it begins later may be the rest. */
    void lostBeforeBegin(UploadSender sender, long nowNanos, String why) {
        Doubt doubt = new Doubt(nowNanos, why);
        if (!remember(sender, doubt)) {
            newcomers = doubt;
        }
    }

    /** Returns the reason to doubt what came from {@code sender} since {@code beganNanos}, or null. */
    String about(UploadSender sender, long beganNanos) {
        Doubt own = senders.get(sender);
        if (isWithinMemory(own, beganNanos)) {
            return own.why();
        }
        Doubt all = everyone;
        if (isWithinMemory(all, beganNanos)) {
            return all.why();
        }
        Doubt some = newcomers;
        return isWithinMemory(some, beganNanos) && beganNanos - some.nanos() >= 0 ? some.why() : null;
    }

    /** Ends the doubt about what arrived before {@code byeNanos}; later losses belong to the next file. */
    void ended(UploadSender sender, long byeNanos) {
        senders.computeIfPresent(sender, (key, doubt) -> doubt.nanos() - byeNanos < 0 ? null : doubt);
    }

    void expire(long nowNanos) {
        senders.values().removeIf(doubt -> nowNanos - doubt.nanos() >= memoryNanos);
    }

    private boolean remember(UploadSender sender, Doubt doubt) {
        boolean room = senders.size() < MAX_SENDERS || senders.containsKey(sender);
        if (room) {
            senders.put(sender, doubt);
        }
        return room;
    }

    private boolean isWithinMemory(Doubt doubt, long beganNanos) {
        return doubt != null && beganNanos - doubt.nanos() < memoryNanos;
    }

    private record Doubt(long nanos, String why) {}
}
