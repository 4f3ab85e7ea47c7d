package paloma.transfer.link;

import java.util.concurrent.Executor;

/**
 * What transfers share.
 *
 * @param disk runs what reads, writes and hashes, on threads that may wait
 * @param buffers of chunks
 */
public record Desk(Executor disk, Buffers buffers) {}
