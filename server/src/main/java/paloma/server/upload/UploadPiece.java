package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.IntConsumer;

/**
 * What one datagram carried, or a piece of a stream, on its way to the disk; of a stream, also that it ended, or why it
 * will not. Used by one thread at a time.
 */
final class UploadPiece {
    private enum Kind {
        DATA,
        END,
        BREAK
    }

    private final UploadSender sender;
    private final ByteBuf bytes;
    private final int takenBytes;
    private final long arrivalNanos;
    private final IntConsumer room;
    private final Kind kind;
    private final String why;
    private boolean done;

    /**
     * @param bytes owned by the piece; its indices stay as they are
     * @param room takes back the number of bytes when the piece is done
     */
    UploadPiece(UploadSender sender, ByteBuf bytes, long arrivalNanos, IntConsumer room) {
        this(sender, bytes, arrivalNanos, room, kind(sender, bytes), null);
    }

    private UploadPiece(
            UploadSender sender, ByteBuf bytes, long arrivalNanos, IntConsumer room, Kind kind, String why) {
        this.sender = sender;
        this.bytes = bytes;
        this.takenBytes = bytes.readableBytes();
        this.arrivalNanos = arrivalNanos;
        this.room = room;
        this.kind = kind;
        this.why = why;
    }

    /** Makes the last piece of a stream that is whole. */
    static UploadPiece end(UploadSender sender, long arrivalNanos, IntConsumer room) {
        return new UploadPiece(sender, Unpooled.EMPTY_BUFFER, arrivalNanos, room, Kind.END, null);
    }

    /** Makes the last piece of a stream that is not. */
    static UploadPiece brokenOff(UploadSender sender, String why, long arrivalNanos, IntConsumer room) {
        return new UploadPiece(sender, Unpooled.EMPTY_BUFFER, arrivalNanos, room, Kind.BREAK, why);
    }

    private static Kind kind(UploadSender sender, ByteBuf bytes) {
        return !sender.isStream() && Bye.is(bytes) ? Kind.END : Kind.DATA;
    }

    UploadSender sender() {
        return sender;
    }

    ByteBuf bytes() {
        return bytes;
    }

    int length() {
        return bytes.readableBytes();
    }

    /** Leaves the first {@code length} bytes of it. */
    void shorten(int length) {
        bytes.writerIndex(bytes.readerIndex() + length);
    }

    long arrivalNanos() {
        return arrivalNanos;
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    boolean isBreak() {
        return kind == Kind.BREAK;
    }

    /** Returns why the stream broke off. */
    String why() {
        return why;
    }

    /** Lets go of the bytes; nothing happens at a second call. */
    void done() {
        if (!done) {
            done = true;
            bytes.release();
            room.accept(takenBytes);
        }
    }
}
