package paloma.client.files;

import java.util.concurrent.Executor;
import paloma.transfer.Chunks;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/**
 * What all transfers of one command share.
 *
 * @param disk reads, writes and hashes, on threads that may block
 */
record TransferContext(
        TransferSocket socket,
        Executor disk,
        ChunkPool pool,
        SpareCookies cookies,
        TokenHints tokenHints,
        ServerTrust trust,
        PathMemory path) {
    /** The rest is for buffers, and for the tables of files that are small. */
    private static final int HEAP_SHARE = 4;

    /** Refuses a file whose hashes would not fit into memory, before any is allocated. */
    static void checkMemory(FileFacts facts) throws RefusedException {
        long bytes = (long) ChunkPool.tables(Chunks.count(facts.size())) * Chunks.BYTES;
        if (bytes > Runtime.getRuntime().maxMemory() / HEAP_SHARE) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    "its hashes take " + (bytes >> 20) + " MiB of memory; give Java more, such as -Xmx"
                            + (HEAP_SHARE * bytes >> 20) + "m");
        }
    }

    /** Returns the resources of one transfer, which closes the buffers. */
    TransferResources resources() {
        return new TransferResources(disk, pool.share(0));
    }
}
