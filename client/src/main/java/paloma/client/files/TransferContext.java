package paloma.client.files;

import java.util.concurrent.Executor;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.driver.TransferResources;

/**
 * What all transfers of one command share.
 *
 * @param disk runs what reads, writes and hashes, on threads that may wait
 */
record TransferContext(TransferSocket socket, Executor disk, ChunkPool pool, SpareCookies cookies) {
    /** Returns what one transfer works with; whoever does not come to a transfer closes its buffers. */
    TransferResources resources() {
        return new TransferResources(disk, pool.share(0));
    }
}
