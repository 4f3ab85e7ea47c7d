package paloma.transfer;

import java.util.BitSet;
import java.util.List;
import paloma.transfer.wire.BlockRange;

/** How far each chunk of an incoming file is: on the disk already, being compared there with its hash, or right. */
final class ChunkStates {
    private final int count;
    private final BitSet held = new BitSet();
    private final BitSet compared = new BitSet();
    private final BitSet right = new BitSet();

    /** @param held what the disk has already, as far as a hash proves it */
    ChunkStates(int count, List<BlockRange> held) {
        this.count = count;
        Chunks.add(held, count, this.held);
    }

    /** Returns whether no bytes of the chunk are needed now. */
    boolean isSettled(int index) {
        return right.get(index) || compared.get(index) || held.get(index);
    }

    /** Returns whether the disk has it and has not been asked about it yet. */
    boolean isToCheck(int index) {
        return held.get(index) && !compared.get(index);
    }

    void compare(int index) {
        compared.set(index);
    }

    void judged(int index, boolean good) {
        held.clear(index);
        compared.clear(index);
        right.set(index, good);
    }

    boolean areAllRight() {
        return right.cardinality() == count;
    }

    int countRight() {
        return right.cardinality();
    }
}
