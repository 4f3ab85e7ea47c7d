package paloma.audio.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import paloma.audio.rtp.RtpPacket;

/**
 * Opens the packets of others: each once, and only those that were sealed with the key. Only what is authentic leaves a
 * trace. On the event loop.
 */
public final class SrtpOpener {
    static final int NOT_AUTHENTIC = -1;
    static final int REPLAYED = -2;

    private static final int MAX_DATAGRAM = 1 << 16;

    private final RtpOpener rtp;
    private final RtcpOpener rtcp;
    private final byte[] sealed = new byte[MAX_DATAGRAM];
    private final byte[] text = new byte[MAX_DATAGRAM];
    private final ByteBuf opened = Unpooled.wrappedBuffer(text);

    /** What became of a datagram. */
    public enum Result {
        /** It was sealed with the key and is new; {@link #opened} has it. */
        OPENED,

        /** It was opened before, or is so old that this cannot be known. */
        REPLAYED,

        /** It was not sealed with the key, or was changed on its way. */
        NOT_AUTHENTIC
    }

    public SrtpOpener(MasterKey key) {
        InboundStreams streams = new InboundStreams();
        RolloverSearch search = new RolloverSearch();
        this.rtp = new RtpOpener(Transform.of(key, false), streams, search, sealed, text);
        this.rtcp = new RtcpOpener(Transform.of(key, true), streams, search, sealed, text);
    }

    /** Returns the packet that was opened last; the next call overwrites it. */
    public ByteBuf opened() {
        return opened;
    }

    /** Opens a datagram of RTP, all that is readable, and moves none of its indexes. */
    public Result open(ByteBuf datagram, long now) {
        int clearBytes = RtpPacket.headerBytes(datagram);
        return clearBytes >= 0 && isTaken(datagram)
                ? result(rtp.open(clearBytes, datagram.readableBytes(), now))
                : Result.NOT_AUTHENTIC;
    }

    /** Opens a datagram of RTCP, likewise. */
    public Result openRtcp(ByteBuf datagram, long now) {
        return isTaken(datagram) ? result(rtcp.open(datagram.readableBytes(), now)) : Result.NOT_AUTHENTIC;
    }

    private boolean isTaken(ByteBuf datagram) {
        int length = datagram.readableBytes();
        if (length > sealed.length) {
            return false;
        }
        datagram.getBytes(datagram.readerIndex(), sealed, 0, length);
        return true;
    }

    private Result result(int end) {
        if (end >= 0) {
            opened.setIndex(0, end);
            return Result.OPENED;
        }
        return end == REPLAYED ? Result.REPLAYED : Result.NOT_AUTHENTIC;
    }
}
