package paloma.server.peer;

import io.netty.buffer.ByteBuf;

/** Cuts a datagram into lines, which end in LF or CRLF; the last needs no end. */
final class Lines {
    private Lines() {}

    /** Returns the next line without its end, a slice, and leaves the reader index behind its end. */
    static ByteBuf next(ByteBuf datagram) {
        int begin = datagram.readerIndex();
        int feed = datagram.indexOf(begin, datagram.writerIndex(), (byte) '\n');
        int end = feed < 0 ? datagram.writerIndex() : feed;
        datagram.readerIndex(feed < 0 ? end : feed + 1);
        boolean hasReturn = end > begin && datagram.getByte(end - 1) == '\r';
        return datagram.slice(begin, (hasReturn ? end - 1 : end) - begin);
    }
}
