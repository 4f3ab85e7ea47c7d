package paloma.server.files;

import paloma.server.config.FilesSettings;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.Root;

/**
 * How the memory for transfers is divided.
 *
 * @param chunks that may be in memory at once, each of 1 MiB
 * @param transfers that may run at once with them
 * @param listBytes where a list is cut
 */
record FilesMemory(int chunks, int transfers, int listBytes) {
    /**
     * A quarter of the heap: the common collector (G1) gives an array of 1 MiB up to 2 MiB of a small heap, and all
     * else wants to live too.
     */
    private static final int HEAP_SHARE = 4;

    /** So that the first few can have more than the least. */
    private static final int CHUNKS_A_TRANSFER = ChunkPool.MIN_SHARE + 1;

    private static final int LISTS_SHARE = 32;
    private static final int TABLE_CHUNKS_SHIFT = 13; // 128 bytes for each chunk: its hash, twice, and the lists of it

    static FilesMemory of(FilesSettings settings, long heapBytes) {
        long bytes = Math.min(settings.memoryBytes(), heapBytes / HEAP_SHARE);
        int chunks = (int) Math.max(CHUNKS_A_TRANSFER, Math.min(bytes >> 20, 1 << 20));
        int transfers = Math.min(settings.transfers(), chunks / CHUNKS_A_TRANSFER);
        return new FilesMemory(chunks, transfers, (int) Math.min(Root.LIST_BYTES, heapBytes / LISTS_SHARE));
    }

    ChunkPool pool() {
        return new ChunkPool(chunks, transfers);
    }

    /** Returns what is remembered of each chunk of a file, in chunks of memory. */
    static int tables(int fileChunks) {
        return fileChunks >> TABLE_CHUNKS_SHIFT;
    }
}
