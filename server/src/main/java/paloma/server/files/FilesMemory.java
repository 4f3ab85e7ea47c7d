package paloma.server.files;

import paloma.net.Count;
import paloma.server.config.FilesSettings;
import paloma.transfer.Chunks;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.Root;

/**
 * How the memory for transfers is divided.
 *
 * @param chunks that may be in memory at once, each of 1 MiB
 * @param transfers that may run at once with them
 * @param transfersPerSource that one source may have of these: never all
 * @param listBytes where a list is cut
 */
record FilesMemory(int chunks, int transfers, int transfersPerSource, int listBytes) {
    /**
     * A quarter of the heap: the common collector (G1) gives an array of 1 MiB up to 2 MiB of a small heap, and all
     * else wants to live too.
     */
    private static final int HEAP_SHARE = 4;

    /** So that the first few can have more than the least. */
    private static final int CHUNKS_A_TRANSFER = ChunkPool.MIN_SHARE + 1;

    /** One source leaves room for another. */
    private static final int SOURCES = 2;

    private static final int LISTS_SHARE = 64;

    static FilesMemory of(FilesSettings settings, long heapBytes) {
        long bytes = Math.min(settings.memoryBytes(), heapBytes / HEAP_SHARE);
        int chunks = (int) Math.max(CHUNKS_A_TRANSFER, Math.min(bytes >> 20, 1 << 20));
        int transfers = Math.min(settings.transfers(), chunks / CHUNKS_A_TRANSFER);
        int perSource = Math.max(1, Math.min(settings.transfersPerSource(), transfers / SOURCES));
        long tableBytes = (long) new ChunkPool(chunks, transfers).mostTables() << 20;
        long listBytes = Math.min(heapBytes / LISTS_SHARE, tableBytes / Root.LIST_MEMORY);
        return new FilesMemory(chunks, transfers, perSource, (int) Math.min(Root.LIST_BYTES, listBytes));
    }

    /** Returns what is less than was asked for, with what to do, or an empty text. */
    String shortfall(FilesSettings asked) {
        String ofSource = transfersPerSource < asked.transfersPerSource()
                ? transfersPerSource + " of one source, not " + asked.transfersPerSource()
                : "";
        if (transfers < asked.transfers()) {
            return Count.of(transfers, "transfer") + " at once, not " + asked.transfers()
                    + (ofSource.isEmpty() ? "" : ", and " + ofSource) + ": they share " + chunks
                    + " MiB, at most a quarter of Java's memory; raise it with -Xmx or files-memory";
        }
        return ofSource.isEmpty()
                ? ""
                : "at once " + ofSource
                        + ": one source may have half of all; raise files-transfers or lower files-per-source";
    }

    Slots slots() {
        return new Slots(transfers, transfersPerSource);
    }

    ChunkPool pool() {
        return new ChunkPool(chunks, transfers);
    }

    /** Returns what the making of a list takes at most, in chunks of memory: its text, and the names still to come. */
    int listTables() {
        return Chunks.count(Root.LIST_MEMORY * (long) listBytes);
    }
}
