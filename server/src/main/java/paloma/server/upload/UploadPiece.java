package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import java.util.function.IntConsumer;

/**
 * What one datagram carried, or a piece of a stream, on its way to the disk.
 *
 * @param bytes owned by the piece; its indices stay as they are
 * @param room takes back the number of bytes when the piece is done
 */
record UploadPiece(UploadSender sender, ByteBuf bytes, long arrivalNanos, IntConsumer room) {
    int length() {
        return bytes.readableBytes();
    }

    boolean isEnd() {
        return sender.gateway().ending().isIn(bytes);
    }

    void done() {
        int length = length();
        bytes.release();
        room.accept(length);
    }
}
