package paloma.client.upload;

import java.util.concurrent.TimeUnit;

/**
 * When the next datagram may leave: a token bucket (RFC 8085, section 3.1, wants senders paced) whose depth bounds a
 * burst. Told the time; not for several threads.
 */
final class UploadPacer {
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double bytesPerNano;
    private final int leastCostBytes;
    private final double depthBytes;
    private double tokens;
    private long lastNanos;

    /**
     * @param leastCostBytes what a smaller datagram costs all the same, as it takes as much of a receive buffer
     * @param depthBytes the most that may leave at once
     */
    UploadPacer(long bytesPerSecond, int leastCostBytes, int depthBytes, long nowNanos) {
        this.bytesPerNano = bytesPerSecond / NANOS_A_SECOND;
        this.leastCostBytes = leastCostBytes;
        this.depthBytes = Math.max(depthBytes, leastCostBytes);
        this.tokens = this.depthBytes;
        this.lastNanos = nowNanos;
    }

    /** Takes leave for a datagram; gives how long to wait before it is sent. */
    long take(int bytes, long nowNanos) {
        tokens = Math.min(depthBytes, tokens + (nowNanos - lastNanos) * bytesPerNano);
        lastNanos = nowNanos;
        tokens -= Math.max(bytes, leastCostBytes);
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / bytesPerNano);
    }
}
