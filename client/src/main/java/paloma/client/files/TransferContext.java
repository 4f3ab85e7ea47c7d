package paloma.client.files;

import java.util.concurrent.Executor;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.driver.TransferResources;

/**
 * What all transfers of one command share.
 *
 * @param disk reads, writes and hashes, on threads that may block
 */
record TransferContext(TransferSocket socket, Executor disk, ChunkPool pool, SpareCookies cookies) {
    /** Returns the resources of one transfer, which closes the buffers. */
    TransferResources resources() {
        return new TransferResources(disk, pool.share(0));
    }
}
