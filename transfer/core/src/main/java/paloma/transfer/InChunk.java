package paloma.transfer;

import io.netty.buffer.ByteBuf;

/** A chunk that is coming in: its bytes so far, and its hash once that has come. */
final class InChunk {
    final int index;
    final int length;
    private final byte[] buffer;
    private final Ranges there = new Ranges(Integer.MAX_VALUE);
    private long bytes;

    InChunk(int index, int length, byte[] buffer) {
        this.index = index;
        this.length = length;
        this.buffer = buffer;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Takes bytes, and gives how many of them are new. */
    int add(int from, ByteBuf data) {
        int count = data.readableBytes();
        long fresh = there.add(from, from + count);
        if (fresh > 0) {
            data.readBytes(buffer, from, count);
            bytes += fresh;
        }
        return (int) fresh;
    }

    boolean isWhole() {
        return bytes == length;
    }
}
