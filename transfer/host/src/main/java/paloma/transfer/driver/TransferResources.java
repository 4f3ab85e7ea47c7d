package paloma.transfer.driver;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import paloma.transfer.disk.ChunkPool;

/**
 * What one transfer has to work with.
 *
 * @param disk runs what reads, writes and hashes, on threads that may wait
 * @param buffers of chunks, closed with the transfer
 * @param idleTimeoutNanos after so long without a word the path is taken to be gone
 */
public record TransferResources(Executor disk, ChunkPool.Share buffers, long idleTimeoutNanos) {
    /** What the wire's description says of silence. */
    public static final long IDLE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    public TransferResources(Executor disk, ChunkPool.Share buffers) {
        this(disk, buffers, IDLE_TIMEOUT_NANOS);
    }
}
