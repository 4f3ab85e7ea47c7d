package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;

/**
 * One packet of sound (RFC 3550, 5.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+-+-+-------+-+-------------+-------------------------------+
 * |V=2|P|X|  CC   |M| payload type|        sequence number        |
 * +---+-+-+-------+-+-------------+-------------------------------+
 * |                           timestamp                           |
 * +---------------------------------------------------------------+
 * |                             SSRC                              |
 * +---------------------------------------------------------------+
 * | CC CSRCs; with X an extension; the payload; with P padding ...
 *
 * 80                          version 2; no padding, extension or CSRC
 * 8a                          marker, payload type 10: L16, stereo
 * 0b b8                       sequence number 3000
 * 00 00 04 00                 timestamp 1024
 * de ca fb ad                 SSRC
 * 00 01 ff fe                 one frame: 1 to the left, -2 to the right
 * </pre>
 *
 * @param payloadType from 0 to 127
 * @param sequence from 0 to 65,535 when read; of a larger one the low 16 bits are written
 * @param timestamp of the first frame, counted in frames from a random start; wraps
 * @param payload a slice of the datagram, not retained: it lives as long as the datagram does
 */
public record RtpPacket(int payloadType, boolean marker, int sequence, int timestamp, int ssrc, ByteBuf payload) {
    public static final int HEADER_BYTES = 12;

    static final int VERSION = 2;

    private static final int PADDING = 0x20;
    private static final int EXTENSION = 0x10;
    private static final int SOURCES = 0x0F;
    private static final int MARKER = 0x80;
    private static final int PAYLOAD_TYPE = 0x7F;

    /**
     * Reads what lies between reader and writer index and moves neither; contributing sources, an extension and padding
     * are passed over. Returns null for what is no RTP packet; throws nothing.
     */
    public static RtpPacket read(ByteBuf datagram) {
        int headerBytes = headerBytes(datagram);
        if (headerBytes < 0) {
            return null;
        }
        int at = datagram.readerIndex();
        int start = at + headerBytes;
        int end = payloadEnd(datagram, at);
        if (end < start) {
            return null;
        }
        int second = datagram.getUnsignedByte(at + 1);
        return new RtpPacket(
                second & PAYLOAD_TYPE,
                (second & MARKER) != 0,
                datagram.getUnsignedShort(at + 2),
                datagram.getInt(at + 4),
                datagram.getInt(at + 8),
                datagram.slice(start, end - start));
    }

    /** Returns where the payload of a packet begins, counted from the reader index, or -1 for what is no RTP packet. */
    public static int headerBytes(ByteBuf datagram) {
        int at = datagram.readerIndex();
        boolean isOne = datagram.readableBytes() >= HEADER_BYTES && datagram.getUnsignedByte(at) >>> 6 == VERSION;
        int start = isOne ? payloadStart(datagram, at) : -1;
        return start < 0 ? -1 : start - at;
    }

    /** Where contributing sources and extension end, or -1 where they go beyond the datagram. */
    private static int payloadStart(ByteBuf datagram, int at) {
        int first = datagram.getUnsignedByte(at);
        int start = at + HEADER_BYTES + Integer.BYTES * (first & SOURCES);
        if ((first & EXTENSION) != 0) {
            boolean isWhole = start + Integer.BYTES <= datagram.writerIndex();
            start = isWhole ? start + Integer.BYTES * (1 + datagram.getUnsignedShort(start + 2)) : Integer.MAX_VALUE;
        }
        return start <= datagram.writerIndex() ? start : -1;
    }

    /** Where padding begins; the last byte of padding counts itself, so none of 0 bytes is announced. */
    private static int payloadEnd(ByteBuf datagram, int at) {
        int end = datagram.writerIndex();
        if ((datagram.getUnsignedByte(at) & PADDING) == 0) {
            return end;
        }
        int padding = datagram.getUnsignedByte(end - 1);
        return padding == 0 ? -1 : end - padding;
    }

    /** Writes one whole datagram at the writer index; the payload's indexes stay where they are. */
    public void write(ByteBuf out) {
        writeHeader(out, payloadType, marker, sequence, timestamp, ssrc);
        out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    }

    /** Writes the {@link #HEADER_BYTES} that stand before a payload which the caller writes; makes no garbage. */
    public static void writeHeader(
            ByteBuf out, int payloadType, boolean marker, int sequence, int timestamp, int ssrc) {
        if ((payloadType & ~PAYLOAD_TYPE) != 0) {
            throw new IllegalArgumentException("payload type " + payloadType);
        }
        out.writeByte(VERSION << 6)
                .writeByte(payloadType | (marker ? MARKER : 0))
                .writeShort(sequence);
        out.writeInt(timestamp).writeInt(ssrc);
    }
}
