package paloma.client.files;

import java.util.Collection;
import paloma.transfer.Handshake;
import paloma.transfer.RateLimit;
import paloma.transfer.wire.Wire;

/**
 * What {@code --limit} allows: how fast the transfers that are under way may send together, and when the next may begin, so
 * that handshakes and many small files keep within it too. What a server sends, it bounds by itself for each transfer: here
 * the next one waits until the one before has had its time. On the event loop.
 */
final class Allowance {
    private static final double BYTES_A_KBIT = 125;
    private static final double NANOS_PER_SECOND = 1e9;

    /** On the wire, of each packet that brings bytes of a file. */
    private static final int OVERHEAD_BYTES = 90;

    /** What a handshake begins with. */
    private static final int HELLOS_BYTES = Handshake.LARGEST_HELLO_BYTES + Wire.SAFE_BYTES;

    private final RateLimit limit;
    private long freeNanos;
    private boolean begun;

    /** @param kbit a second; 0 if there is no limit */
    Allowance(long kbit) {
        limit = kbit == 0 ? RateLimit.NONE : RateLimit.of(kbit * BYTES_A_KBIT);
    }

    boolean isLimited() {
        return limit != RateLimit.NONE;
    }

    /** Returns when the next transfer may begin. */
    long openNanos(long nowNanos) {
        long open = limit.openNanos(HELLOS_BYTES, nowNanos);
        return begun ? Math.max(open, freeNanos) : open;
    }

    void started(long nowNanos) {
        freeNanos = begun ? Math.max(freeNanos, nowNanos) : nowNanos;
        begun = true;
    }

    /** Called with what a transfer that is over has brought. */
    void received(long bytes, long packets) {
        if (isLimited()) {
            double onWire = bytes + (double) OVERHEAD_BYTES * packets;
            freeNanos += (long) (onWire * NANOS_PER_SECOND / limit.bytesPerSecond());
        }
    }

    void share(Collection<Transfer> running) {
        if (isLimited()) {
            double each = limit.bytesPerSecond() / running.size();
            running.forEach(transfer -> transfer.limit(each, limit));
        }
    }
}
