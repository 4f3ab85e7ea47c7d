package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import java.util.function.IntConsumer;

/** What one datagram carried, or a piece of a stream, on its way to the disk. Used by one thread at a time. */
final class UploadPiece {
    private final UploadSender sender;
    private final ByteBuf bytes;
    private final int length;
    private final long arrivalNanos;
    private final IntConsumer room;
    private boolean done;

    /**
     * @param bytes owned by the piece; its indices stay as they are
     * @param room takes back the number of bytes when the piece is done
     */
    UploadPiece(UploadSender sender, ByteBuf bytes, long arrivalNanos, IntConsumer room) {
        this.sender = sender;
        this.bytes = bytes;
        this.length = bytes.readableBytes();
        this.arrivalNanos = arrivalNanos;
        this.room = room;
    }

    UploadSender sender() {
        return sender;
    }

    ByteBuf bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    long arrivalNanos() {
        return arrivalNanos;
    }

    boolean isEnd() {
        return sender.gateway().ending().isIn(bytes);
    }

    /** Lets go of the bytes; nothing happens at a second call. */
    void done() {
        if (!done) {
            done = true;
            bytes.release();
            room.accept(length);
        }
    }
}
