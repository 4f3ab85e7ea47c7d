package paloma.audio.srtp;

/** Which of the latest packets have been opened (RFC 3711, section 3.3.2): a bit for each, in a ring. */
final class ReplayWindow {
    /** Three seconds and more of packets of 256 frames: a packet that was requested again comes late. */
    static final int PACKETS = 1_024;

    private final long[] opened = new long[PACKETS / Long.SIZE];
    private long highest = -1;

    /** Returns the highest index that was opened, or -1. */
    long highest() {
        return highest;
    }

    boolean isNew(long index) {
        return index > highest || index > highest - PACKETS && (opened[word(index)] & bit(index)) == 0;
    }

    /** Called with an index that is new, once its packet is known to be authentic. */
    void add(long index) {
        long from = Math.max(highest + 1, index - PACKETS + 1);
        for (long skipped = from; skipped <= index; skipped++) {
            opened[word(skipped)] &= ~bit(skipped);
        }
        opened[word(index)] |= bit(index);
        highest = Math.max(highest, index);
    }

    private static int word(long index) {
        return (int) (index & PACKETS - 1) / Long.SIZE;
    }

    private static long bit(long index) {
        return 1L << index;
    }
}
