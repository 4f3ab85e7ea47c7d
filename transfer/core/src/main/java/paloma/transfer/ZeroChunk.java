package paloma.transfer;

/** A chunk of nothing but zeros: of such a one the hash is sent alone, and it needs no room. */
public final class ZeroChunk {
    private ZeroChunk() {}

    /** Computed once, when the first one comes. */
    private static final class Whole {
        private static final byte[] HASH = Sha256.of(new byte[Chunks.BYTES], Chunks.BYTES);
    }

    /** Returns the hash of so many zeros; to be asked on a thread that may take its time. */
    public static byte[] hash(int length) {
        return length == Chunks.BYTES ? Whole.HASH.clone() : Sha256.of(new byte[length], length);
    }
}
