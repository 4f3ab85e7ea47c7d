package paloma.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import paloma.transfer.wire.ChunkHash;

/** The hashes that the receiver must be told: each is sent as soon as it is known; those of neighbours share a packet. */
final class OutHashes {
    private static final int MAX_IN_A_PACKET = 30; // 18 + 30 * 36 bytes, below the 1,200 that every path carries

    private final ChunkSource source;
    private final byte[][] hashes;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final BitSet acked = new BitSet();
    private int known;
    private byte[] root;
    private boolean rootAsked;
    private boolean rootWaiting;

    OutHashes(int chunks, ChunkSource source) {
        this.source = source;
        hashes = new byte[chunks][];
    }

    void add(int index, byte[] hash) {
        known += hashes[index] == null ? 1 : 0;
        hashes[index] = hash;
        acked.clear(index + 1);
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

    /** Takes hashes that follow one another by index for one packet; the root goes alone. */
    Piece take() {
        if (waiting.isEmpty()) {
            rootWaiting = false;
            return new Piece(ChunkHash.ROOT_INDEX, -1);
        }
        int first = waiting.remove();
        int count = 1;
        while (count < MAX_IN_A_PACKET && !waiting.isEmpty() && waiting.peek() == first + count) {
            waiting.remove();
            count++;
        }
        return new Piece(first, -count);
    }

    List<ChunkHash> of(Piece piece) {
        List<ChunkHash> entries = new ArrayList<>(-piece.length());
        if (piece.subject() == ChunkHash.ROOT_INDEX) {
            entries.add(new ChunkHash(ChunkHash.ROOT_INDEX, root));
            return entries;
        }
        for (int i = 0; i < -piece.length(); i++) {
            int index = (int) piece.subject() + i;
            entries.add(new ChunkHash(index, hashes[index]));
        }
        return entries;
    }

    void acked(Piece piece) {
        int first = (int) piece.subject() + 1; // the root's index is -1
        acked.set(first, first - piece.length());
    }

    boolean isAcked(Piece piece) {
        int first = (int) piece.subject() + 1;
        return acked.nextClearBit(first) >= first - piece.length();
    }
}
