package paloma.transfer;

import io.netty.buffer.ByteBuf;

/** A chunk that is coming in: its bytes so far, and which of them have come. */
final class InChunk {
    final int index;
    final int length;
    private final byte[] buffer;
    private final Ranges received = new Ranges(Integer.MAX_VALUE);
    private long bytes;

    InChunk(int index, int length, byte[] buffer) {
        this.index = index;
        this.length = length;
        this.buffer = buffer;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Adds bytes and returns how many of them are new. */
    int add(int from, ByteBuf data) {
        int count = data.readableBytes();
        long fresh = received.add(from, from + count);
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
