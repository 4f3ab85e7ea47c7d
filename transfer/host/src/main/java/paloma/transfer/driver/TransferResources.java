package paloma.transfer.driver;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import paloma.transfer.disk.ChunkPool;

/**
 * What one transfer works with.
 *
 * @param disk runs what reads, writes and hashes, on threads that may block
 * @param buffers for chunks; closed with the transfer
 * @param idleTimeoutNanos how long the other side may be silent before the path is taken to be gone
 */
public record TransferResources(Executor disk, ChunkPool.Share buffers, long idleTimeoutNanos) {
    /** As docs/wire.md has it. */
    public static final long IDLE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    public TransferResources(Executor disk, ChunkPool.Share buffers) {
        this(disk, buffers, IDLE_TIMEOUT_NANOS);
    }
}
