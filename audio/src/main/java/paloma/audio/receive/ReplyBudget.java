package paloma.audio.receive;

import java.util.concurrent.TimeUnit;

/**
 * Bounds what is sent to an address by what came from there: whoever forges a sender's address has us send its owner no
 * more than the forger sends us, and nothing after that. Is told the time.
 */
final class ReplyBudget {
    /** Reports go on for so long after the last packet: a sender that pauses still sends reports. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Saved for a pause, in which a sender's reports are shorter than ours. */
    private static final int MAX_BYTES = 1 << 16;

    private int bytes;
    private long cameNanos;

    /** Called when another address is heard; nothing of what came from the last one counts for it. */
    void begin(long now) {
        bytes = 0;
        cameNanos = now;
    }

    /** Called with the length of a datagram that came from there. */
    void came(int length, long now) {
        bytes = Math.min(MAX_BYTES, bytes + length);
        cameNanos = now;
    }

    /** Returns whether anything came lately. */
    boolean isHeard(long now) {
        return now - cameNanos <= KEPT_NANOS;
    }

    /** Returns whether a datagram of that length may be sent there, and counts it. */
    boolean take(int length) {
        if (length > bytes) {
            return false;
        }
        bytes -= length;
        return true;
    }
}
