package paloma.transfer;

import paloma.transfer.wire.ChunkHash;

/** What one packet carries. */
sealed interface Piece {
    /** Bytes of the file, within one chunk. */
    record FileBytes(long offset, int length) implements Piece {}

    /** Hashes of chunks that follow one another, or the root hash alone. */
    record HashRange(int first, int count) implements Piece {
        static final HashRange ROOT = new HashRange(ChunkHash.ROOT_INDEX, 1);

        boolean isRoot() {
            return first == ChunkHash.ROOT_INDEX;
        }
    }

    /** Nothing but its size: a probe. */
    enum Padding implements Piece {
        PADDING
    }
}
