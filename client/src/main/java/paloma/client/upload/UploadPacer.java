package paloma.client.upload;

import java.util.concurrent.TimeUnit;

/**
 * Paces the datagrams of an upload: a token bucket (RFC 8085, section 3.1, asks for pacing) whose depth bounds a burst.
 * Is told the time; not thread-safe.
 */
final class UploadPacer {
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double bytesPerNano;
    private final int minCostBytes;
    private final double depthBytes;
    private double tokens;
    private long lastNanos;

    /**
     * @param minCostBytes the least that a datagram costs, however small, as it takes as much of a receive buffer
     * @param depthBytes the most that may leave at once
     */
    UploadPacer(long bytesPerSecond, int minCostBytes, int depthBytes, long nowNanos) {
        this.bytesPerNano = bytesPerSecond / NANOS_A_SECOND;
        this.minCostBytes = minCostBytes;
        this.depthBytes = Math.max(depthBytes, minCostBytes);
        this.tokens = this.depthBytes;
        this.lastNanos = nowNanos;
    }

    /** Spends the tokens for a datagram and returns how long to wait before it is sent, in nanoseconds. */
    long take(int bytes, long nowNanos) {
        tokens = Math.min(depthBytes, tokens + (nowNanos - lastNanos) * bytesPerNano);
        lastNanos = nowNanos;
        tokens -= Math.max(bytes, minCostBytes);
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / bytesPerNano);
    }
}
