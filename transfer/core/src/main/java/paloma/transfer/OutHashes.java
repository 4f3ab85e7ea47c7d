package paloma.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import paloma.transfer.wire.ChunkHash;

/** The hashes that the receiver must be told: each is sent as soon as it is known; those of neighbours share a packet. */
final class OutHashes {
    /** 18 + 30 * 36 bytes stay below the 1,200 that every path carries: a lost packet of hashes goes again as it is. */
    private static final int MAX_IN_A_PACKET = 30;

    private final ChunkSource source;
    private final byte[][] hashes;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final BitSet acked = new BitSet();
    private int known;
    private byte[] root;
    private boolean rootAsked;
    private boolean rootWaiting;
    private boolean rootAcked;

    OutHashes(int chunks, ChunkSource source) {
        this.source = source;
        hashes = new byte[chunks][];
    }

    void add(int index, byte[] hash) {
        known += hashes[index] == null ? 1 : 0;
        hashes[index] = hash;
        acked.clear(index);
        waiting.add(index);
    }

    boolean areAllKnown() {
        return known == hashes.length;
    }

    /** Asks the source once for the root, when all that it is made of is known. */
    void askForRoot() {
        if (!rootAsked && areAllKnown()) {
            rootAsked = true;
            source.root(hashes);
        }
    }

    void root(byte[] hash) {
        root = hash;
        rootWaiting = true;
    }

    boolean isWaiting() {
        return rootWaiting || !waiting.isEmpty();
    }

    /** Removes and returns the hashes for one packet: neighbours, or the root alone. */
    Piece.HashRange take() {
        if (waiting.isEmpty()) {
            rootWaiting = false;
            return Piece.HashRange.ROOT;
        }
        int first = waiting.remove();
        int count = 1;
        while (count < MAX_IN_A_PACKET && !waiting.isEmpty() && waiting.peek() == first + count) {
            waiting.remove();
            count++;
        }
        return new Piece.HashRange(first, count);
    }

    List<ChunkHash> of(Piece.HashRange range) {
        if (range.isRoot()) {
            return List.of(new ChunkHash(ChunkHash.ROOT_INDEX, root));
        }
        List<ChunkHash> entries = new ArrayList<>(range.count());
        for (int index = range.first(); index < range.first() + range.count(); index++) {
            entries.add(new ChunkHash(index, hashes[index]));
        }
        return entries;
    }

    void acked(Piece.HashRange range) {
        if (range.isRoot()) {
            rootAcked = true;
        } else {
            acked.set(range.first(), range.first() + range.count());
        }
    }

    boolean isAcked(Piece.HashRange range) {
        return range.isRoot() ? rootAcked : acked.nextClearBit(range.first()) >= range.first() + range.count();
    }
}
