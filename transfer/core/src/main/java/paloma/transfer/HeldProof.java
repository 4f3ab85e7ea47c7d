package paloma.transfer;

import java.util.BitSet;
import java.util.List;
import paloma.transfer.wire.BlockRange;

/** How many bytes the other side has on its disk: what it claims to have counts once its hash is known, until it is refuted. */
final class HeldProof {
    private final long size;
    private final BlockSet claimed;
    private final BitSet counted = new BitSet();
    private final BitSet refuted = new BitSet();
    private long bytes;

    HeldProof(long size) {
        this.size = size;
        claimed = new BlockSet(size);
    }

    /** Called when the other side says what it has; hashes may be known by then. */
    void claimed(List<BlockRange> ranges) {
        BitSet hashed = (BitSet) counted.clone();
        counted.clear();
        bytes = 0;
        claimed.add(ranges);
        hashed.stream().forEach(this::hashed);
    }

    /** Called when the hash of a chunk is known. */
    void hashed(int index) {
        if (!counted.get(index) && !refuted.get(index)) {
            counted.set(index);
            bytes += claimedIn(index);
        }
    }

    /** Called when the other side asks for the chunk: what it has is of no use. */
    void refuted(int index) {
        refuted.set(index);
        if (counted.get(index)) {
            counted.clear(index);
            bytes -= claimedIn(index);
        }
    }

    long bytes() {
        return bytes;
    }

    private int claimedIn(int index) {
        return Chunks.blockBytes(claimed.in(index), Chunks.length(index, size));
    }
}
