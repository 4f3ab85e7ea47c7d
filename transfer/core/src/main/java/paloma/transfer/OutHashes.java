package paloma.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Hashes;

/** The hashes that the receiver must be told: each is sent as soon as it is known; those of neighbours share a packet. */
final class OutHashes {
    /** With their overhead they stay below the 1,200 that every path carries: a lost packet of hashes goes again as it is. */
    private static final int MAX_IN_A_PACKET = 30;

    private final ChunkSource source;
    private final byte[][] hashes;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final BitSet acked = new BitSet();
    private final BitSet holes = new BitSet();
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
        holes.clear(index);
        waiting.add(index);
    }

    void addHole(int index, byte[] hash) {
        add(index, hash);
        holes.set(index);
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

    /** Removes and returns the hashes for one packet of that size: neighbours, or the root alone. */
    Piece.HashRange take(int datagramBytes) {
        if (waiting.isEmpty()) {
            rootWaiting = false;
            return Piece.HashRange.ROOT;
        }
        int first = waiting.remove();
        int count = 1;
        int most = Math.min(MAX_IN_A_PACKET, (datagramBytes - Hashes.OVERHEAD_BYTES) / Hashes.ENTRY_BYTES);
        while (count < most && !waiting.isEmpty() && waiting.peek() == first + count) {
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
            entries.add(new ChunkHash(index, hashes[index], holes.get(index)));
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
