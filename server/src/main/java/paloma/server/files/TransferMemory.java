package paloma.server.files;

import paloma.transfer.disk.ChunkPool;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** Grants transfers their share of memory, or says why not. Any thread. */
final class TransferMemory {
    private final ChunkPool pool;
    private final int listTables;
    private final Runnable whenShort;

    /**
     * @param listTables the most that the making of a list takes, counted in chunks
     * @param whenShort run when a share is refused because others have the memory
     */
    TransferMemory(ChunkPool pool, int listTables, Runnable whenShort) {
        this.pool = pool;
        this.listTables = listTables;
        this.whenShort = whenShort;
    }

    /** Returns a share for a file of so many chunks. */
    ChunkPool.Share forFile(int chunks) throws RefusedException {
        return share(ChunkPool.tables(chunks));
    }

    /** Returns a share for a list that is still to be made. */
    ChunkPool.Share forList() throws RefusedException {
        return share(listTables);
    }

    /** Returns a share for a batch: one chunk as it comes or goes, and one that it is made of or taken apart. */
    ChunkPool.Share forBatch() throws RefusedException {
        return granted(pool.smallShare());
    }

    private ChunkPool.Share share(int tables) throws RefusedException {
        if (tables > pool.mostTables()) {
            throw new RefusedException(
                    Reason.TOO_LARGE, "this server has too little memory for so large a file (files-memory)");
        }
        return granted(pool.share(tables));
    }

    private ChunkPool.Share granted(ChunkPool.Share share) throws RefusedException {
        if (share == null) {
            whenShort.run();
            throw new RefusedException(Reason.BUSY, "other transfers use all of the server's memory; try again later");
        }
        return share;
    }
}
