package paloma.transfer;

/** A chunk that is being sent, kept until all of it is acknowledged. */
final class OutChunk {
    final int index;
    final int length;
    private final Ranges acked = new Ranges(Integer.MAX_VALUE);
    private byte[] data;
    private int sent;

    OutChunk(int index, int length) {
        this.index = index;
        this.length = length;
    }

    void read(byte[] bytes) {
        data = bytes;
    }

    /** Returns the chunk's bytes, or null while they are being read. */
    byte[] data() {
        return data;
    }

    /** Returns where the bytes begin that were never sent. */
    int sent() {
        return sent;
    }

    void sent(int bytes) {
        sent += bytes;
    }

    boolean isSent() {
        return sent == length;
    }

    boolean isAcked(int from, int bytes) {
        return acked.contains(from, from + bytes);
    }

    /** Returns whether now all of it is acknowledged. */
    boolean acked(int from, int bytes) {
        acked.add(from, from + bytes);
        return acked.contains(0, length);
    }
}
