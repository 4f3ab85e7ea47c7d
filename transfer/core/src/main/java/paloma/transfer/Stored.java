package paloma.transfer;

import java.util.List;
import paloma.transfer.wire.BlockRange;

/**
 * What a receiver surely has on its disk, as its sender can tell: what it said that it held, and the chunks that it has
 * room for again. What was only acknowledged may be in its memory.
 */
final class Stored {
    private final long size;
    private long heldBytes;
    private long wholeHeldBytes;
    private long firstCredit;
    private long credit;
    private int bad;

    Stored(long size) {
        this.size = size;
    }

    void accepted(List<BlockRange> held, int firstChunks) {
        BlockSet blocks = new BlockSet(size);
        blocks.add(held);
        heldBytes = blocks.bytes();
        for (BlockRange range : held) {
            long from = (range.first() + Chunks.BLOCKS - 1) / Chunks.BLOCKS;
            long to = (range.first() + range.count()) / Chunks.BLOCKS;
            wholeHeldBytes += Math.max(0, to - from) * Chunks.BYTES;
        }
        firstCredit = Integer.toUnsignedLong(firstChunks);
        credit = firstCredit;
    }

    void credit(int chunks) {
        credit = Math.max(credit, Integer.toUnsignedLong(chunks));
    }

    /** Called when so many chunks are asked for again: what there was of them is not right. */
    void repair(int chunks) {
        bad += chunks;
    }

    long bytes() {
        long chunks = Math.max(0, credit - firstCredit - bad);
        long missing =
                chunks == 0 ? 0 : Chunks.BYTES - Chunks.length(Chunks.count(size) - 1, size); // the last may be one
        long lost = (long) bad * Chunks.BYTES;
        long known = Math.max(heldBytes - lost, wholeHeldBytes + chunks * Chunks.BYTES - missing - lost);
        return Math.max(0, Math.min(size, known));
    }
}
