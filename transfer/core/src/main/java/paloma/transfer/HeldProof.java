package paloma.transfer;

import java.util.BitSet;
import java.util.List;
import paloma.transfer.wire.BlockRange;

/**
 * How many bytes need not be sent: what the other side claims to have counts once its hash is known, until it is refuted, and
 * so do holes.
 */
final class HeldProof {
    private final long size;
    private final BlockSet claimed;
    private final BitSet counted = new BitSet();
    private final BitSet refuted = new BitSet();
    private final BitSet holes = new BitSet();
    private long bytes;
    private long holeBytes;

    HeldProof(long size) {
        this.size = size;
        claimed = new BlockSet(size);
    }

    /** Called when the other side says what it has; hashes may be known by then. */
    void claimed(List<BlockRange> ranges) {
        BitSet hashed = (BitSet) counted.clone();
        hashed.stream().forEach(index -> count(index, -1));
        claimed.add(ranges);
        hashed.stream().forEach(index -> count(index, 1));
    }

    /** Called when the hash of a chunk is known. */
    void hashed(int index) {
        if (!counted.get(index)) {
            counted.set(index);
            count(index, 1);
        }
    }

    /** Called when a chunk is all zeros, and its hash says so. */
    void hole(int index) {
        uncount(index);
        holes.set(index);
        hashed(index);
    }

    /** Called when the other side asks for the chunk: what it has is of no use, and unless it is a hole, it is sent. */
    void refuted(int index) {
        uncount(index);
        refuted.set(index);
        holes.clear(index);
    }

    long bytes() {
        return bytes;
    }

    long holeBytes() {
        return holeBytes;
    }

    private void uncount(int index) {
        if (counted.get(index)) {
            count(index, -1);
            counted.clear(index);
        }
    }

    private void count(int index, int sign) {
        int length = Chunks.length(index, size);
        int held = refuted.get(index) ? 0 : Chunks.blockBytes(claimed.in(index), length);
        bytes += (long) sign * held;
        holeBytes += holes.get(index) ? (long) sign * (length - held) : 0;
    }
}
