package paloma.transfer.driver;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import paloma.transfer.disk.ChunkPool;

/**
 * What one transfer has to work with.
 *
 * @param disk runs what reads, writes and hashes, on threads that may wait
 * @param buffers of chunks, closed with the transfer
 * @param patienceNanos after so long without a word the path is taken to be gone
 */
public record Desk(Executor disk, ChunkPool.Share buffers, long patienceNanos) {
    /** What the wire's description says of silence. */
    public static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    public Desk(Executor disk, ChunkPool.Share buffers) {
        this(disk, buffers, PATIENCE_NANOS);
    }
}
