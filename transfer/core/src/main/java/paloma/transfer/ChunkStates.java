package paloma.transfer;

import java.util.BitSet;
import java.util.List;
import paloma.transfer.wire.BlockRange;

/** How far each chunk of an incoming file is: on the disk already, being compared there with its hash, or right. */
final class ChunkStates {
    private final int count;
    private final BlockSet held;
    private final BitSet compared = new BitSet();
    private final BitSet right = new BitSet();

    /** @param held what the disk has already, as far as a hash proves it */
    ChunkStates(long size, List<BlockRange> held) {
        this.count = Chunks.count(size);
        this.held = new BlockSet(size);
        this.held.add(held);
    }

    /** Returns whether no bytes of the chunk are needed now. */
    boolean isSettled(int index) {
        return right.get(index) || compared.get(index) || held.hasChunk(index);
    }

    /** Returns whether the chunk is neither right nor being compared, nor on the disk. */
    boolean isMissing(int index) {
        return !isSettled(index);
    }

    /** Returns whether the disk has it and has not been asked about it yet. */
    boolean isToCheck(int index) {
        return held.hasChunk(index) && !compared.get(index);
    }

    /** Returns the first chunk behind this one that is to be checked, or -1. */
    int nextToCheck(int index) {
        int next = held.nextChunk(index + 1);
        while (next >= 0 && compared.get(next)) {
            next = held.nextChunk(next + 1);
        }
        return next;
    }

    /** What the disk has of the chunk does not count. */
    void disbelieve(int index) {
        held.removeChunk(index);
    }

    /** Returns which blocks the disk has of a chunk that is begun; they are asked for once. */
    int takeHeld(int index) {
        int blocks = held.in(index);
        held.removeChunk(index);
        return blocks;
    }

    void compare(int index) {
        compared.set(index);
    }

    void judged(int index, boolean good) {
        held.removeChunk(index);
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
