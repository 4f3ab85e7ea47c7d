package paloma.transfer;

import io.netty.buffer.ByteBuf;

/** A chunk that is coming in: its bytes so far, and which of them have come. */
final class InChunk {
    final int index;
    final int length;
    final long begunNanos;
    private final byte[] buffer;
    private final Ranges received = new Ranges(Integer.MAX_VALUE);
    private long bytes;
    private int loading;
    private int saved;
    private int held;
    private boolean lent;

    InChunk(int index, int length, byte[] buffer, long nowNanos) {
        this.index = index;
        this.length = length;
        this.buffer = buffer;
        this.begunNanos = nowNanos;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Adds bytes and returns how many of them are new; those of blocks that the disk is loading are not taken. */
    int add(int from, ByteBuf data) {
        if (loading == 0) {
            return addUnheld(from, data);
        }
        int fresh = 0;
        for (int at = from; data.isReadable(); ) {
            int block = at / Chunks.BLOCK_BYTES;
            int count = Math.min(data.readableBytes(), Chunks.blockTo(block, length) - at);
            ByteBuf piece = data.readSlice(count);
            fresh += Chunks.has(loading, block) ? 0 : addUnheld(at, piece);
            at += count;
        }
        return fresh;
    }

    private int addUnheld(int from, ByteBuf data) {
        int count = data.readableBytes();
        int fresh = arrived(from, from + count);
        if (fresh > 0) {
            data.readBytes(buffer, from, count);
        }
        return fresh;
    }

    private int arrived(int from, int to) {
        long fresh = received.add(from, to);
        bytes += fresh;
        return (int) fresh;
    }

    /** Returns whether a part of it did not come, but was held, or may turn out to be. */
    boolean holdsMore() {
        return loading != 0 || held != 0;
    }

    boolean isWhole() {
        return bytes == length;
    }

    /** Returns whether the disk uses the buffer: until it has answered, nobody else may have it. */
    boolean isLent() {
        return lent;
    }

    /** Called when the disk is asked to load blocks into the buffer. */
    void load(int blocks) {
        lent = true;
        loading = blocks;
    }

    /** Called when the disk has loaded blocks; returns whether these are all that it was asked for. */
    boolean loaded(int blocks) {
        boolean all = blocks == loading;
        lent = false;
        loading = 0;
        saved = blocks;
        held = blocks;
        for (int block = 0; block < Chunks.BLOCKS; block++) {
            if (Chunks.has(blocks, block)) {
                arrived(Chunks.blockFrom(block), Chunks.blockTo(block, length));
            }
        }
        return all;
    }

    /** Returns the blocks that have come and that the disk does not have yet. */
    int unsaved() {
        int blocks = 0;
        for (int block = 0; Chunks.blockFrom(block) < length; block++) {
            if (!Chunks.has(saved, block)
                    && received.contains(Chunks.blockFrom(block), Chunks.blockTo(block, length))) {
                blocks |= 1 << block;
            }
        }
        return blocks;
    }

    /** Called when the disk is asked to save blocks. */
    void save(int blocks) {
        lent = true;
        saved |= blocks;
    }

    void saved() {
        lent = false;
    }
}
