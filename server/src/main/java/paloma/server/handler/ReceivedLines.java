package paloma.server.handler;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import paloma.service.WellKnown;

/** What has arrived of a stream and is not taken yet, cut into lines. The last one needs no end. */
final class ReceivedLines {
    /** A line may be as long as a datagram, without its end. */
    private static final int MAX_LINE_BYTES = WellKnown.MAX_PAYLOAD_BYTES;

    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    /** Bytes behind the reader index that are known to have no line feed: a line that drips in is looked at once. */
    private int scanned;

    private boolean ended;
    private int found;
    private String lineEnd = "";
    private boolean mayGetEnd;

    /** @param bytes passes over */
    void add(ByteBufAllocator allocator, ByteBuf bytes) {
        received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, received, bytes);
    }

    /** Called when nothing more comes. */
    void end() {
        ended = true;
    }

    boolean isEmpty() {
        return !received.isReadable();
    }

    /** Looks for the next line; returns false where more bytes are needed first. */
    boolean find() {
        int from = received.readerIndex() + scanned;
        int feed = received.indexOf(from, received.writerIndex(), (byte) '\n');
        scanned = feed < 0 ? received.readableBytes() : 0;
        found = feed < 0 ? received.readableBytes() : feed - received.readerIndex() + 1;
        lineEnd = lineEnd(feed);
        mayGetEnd = feed < 0 && !ended;
        return found > 0 && !mayGetEnd;
    }

    private String lineEnd(int feed) {
        if (feed < 0) {
            return "";
        }
        return feed > received.readerIndex() && received.getByte(feed - 1) == '\r' ? "\r\n" : "\n";
    }

    /** Returns whether the line that was looked for is longer than any may be, whatever comes. */
    boolean isTooLong() {
        int carriageReturn = mayGetEnd ? 1 : 0; // the last byte may be one
        return found - lineEnd.length() > MAX_LINE_BYTES + carriageReturn;
    }

    /** Returns the end of the line that was found. */
    String lineEnd() {
        return lineEnd;
    }

    /** Removes the line that was found and returns it without its end; the caller must release it. */
    ByteBuf take() {
        scanned = 0;
        ByteBuf line = received.readRetainedSlice(found);
        line.writerIndex(found - lineEnd.length());
        return line;
    }

    void release() {
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }
}
