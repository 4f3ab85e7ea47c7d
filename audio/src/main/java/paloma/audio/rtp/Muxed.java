package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;

/** What a datagram is if RTP and RTCP share a port (RFC 5761, section 4). */
public enum Muxed {
    RTP,
    RTCP,
    OTHER;

    /** RTCP packet types that a port is shared with; no RTP payload type from 64 to 95 may be used there. */
    private static final int FIRST_RTCP_TYPE = 192;

    private static final int LAST_RTCP_TYPE = 223;

    /** Reads only the first two bytes and moves no index; the datagram may still be malformed. */
    public static Muxed of(ByteBuf datagram) {
        int at = datagram.readerIndex();
        if (datagram.readableBytes() < Short.BYTES || datagram.getUnsignedByte(at) >>> 6 != RtpPacket.VERSION) {
            return OTHER;
        }
        int type = datagram.getUnsignedByte(at + 1);
        return type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE ? RTCP : RTP;
    }
}
