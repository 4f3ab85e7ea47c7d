package paloma.transfer;

/** A chunk that is being sent, without the blocks that the other side holds; kept until all of it is acknowledged. */
final class OutChunk {
    final int index;
    final int length;
    private final Ranges acked = new Ranges(Integer.MAX_VALUE);
    private byte[] data;
    private int held;
    private int sent;
    private boolean begun;
    private long firstPacket;

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

    /** Leaves out blocks from now on; returns whether now all of the chunk is held or acknowledged. */
    boolean heldBy(int blocks) {
        held = blocks;
        for (int block = 0; block < Chunks.BLOCKS; block++) {
            if (Chunks.has(blocks, block)) {
                acked.add(Chunks.blockFrom(block), Chunks.blockTo(block, length));
            }
        }
        passHeld();
        return acked.contains(0, length);
    }

    /** Returns where the bytes begin that are still to be sent for the first time. */
    int sent() {
        return sent;
    }

    /** Returns how many bytes follow there before the next block that is held. */
    int unsent() {
        int block = sent / Chunks.BLOCK_BYTES;
        while (Chunks.blockFrom(block) < length && !Chunks.has(held, block)) {
            block++;
        }
        return Math.min(length, Chunks.blockFrom(block)) - sent;
    }

    /** @param packet number of the packet that carries them */
    void sent(long packet, int bytes) {
        firstPacket = begun ? firstPacket : packet;
        begun = true;
        sent += bytes;
        passHeld();
    }

    private void passHeld() {
        while (sent < length && Chunks.has(held, sent / Chunks.BLOCK_BYTES)) {
            sent = Chunks.blockTo(sent / Chunks.BLOCK_BYTES, length);
        }
    }

    /** Returns whether any of it was sent. */
    boolean isBegun() {
        return begun;
    }

    boolean isSent() {
        return sent == length;
    }

    /** Returns whether bytes from an offset on were sent and are neither acknowledged nor held. */
    boolean isMissing(int from, int bytes) {
        return begun && from < sent && !acked.contains(from, from + bytes);
    }

    /**
     * Returns whether now all of it is acknowledged. Of a chunk that is sent again after it was bad, packets of the first
     * time may be acknowledged late: they say nothing.
     */
    boolean acked(long packet, int from, int bytes) {
        if (begun && packet >= firstPacket) {
            acked.add(from, from + bytes);
        }
        return acked.contains(0, length);
    }
}
