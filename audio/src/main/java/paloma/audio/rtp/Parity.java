package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;

/**
 * A packet from which any one packet of a row can be restored when the others have arrived: FlexFEC with fixed
 * columns and one row (RFC 8627, 4.2). It has a number and an SSRC of its own, and names the SSRC of what it protects as
 * its contributing source.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+-+-+-------+-+-------------+-------------------------------+
 * |V=2|P|X| CC=1  |0| payload type|        sequence number        |
 * +---+-+-+-------+-+-------------+-------------------------------+
 * |                           timestamp                           |
 * +---------------------------------------------------------------+
 * |                     SSRC of the parity                        |
 * +---------------------------------------------------------------+
 * |                 SSRC of what it protects                      |
 * +---+-+-+-------+-+-------------+-------------------------------+
 * |0|1|P|X|  CC   |M| PT recovery |        length recovery        |
 * +---+-+-+-------+-+-------------+-------------------------------+
 * |                          TS recovery                          |
 * +-------------------------------+---------------+---------------+
 * |            SN base            |  L (columns)  |   D (rows)    |
 * +-------------------------------+---------------+---------------+
 * | parity of all that stands behind the fixed headers ...
 *
 * 81 7a 00 07                 one contributing source, payload type 122, sequence number 7
 * 00 00 08 00                 timestamp 2048
 * 0b ad ca fe                 SSRC of the parity
 * de ca fb ad                 SSRC of what it protects
 * 40 80 00 00                 R=0, F=1; marker and payload type: 8a ^ 0a; length: 4 ^ 4
 * 00 00 0c 00                 timestamps: 0400 ^ 0800
 * 0b b8 02 00                 2 packets from 3000 on; no columns follow
 * 00 02 00 02                 00 01 ff fe ^ 00 03 ff fc
 * </pre>
 *
 * @param sequence of the parity itself
 * @param source the SSRC of what it protects
 * @param first the sequence number of the first packet of the row
 * @param columns how many packets the row has, from 1 to {@link #MAX_COLUMNS}
 * @param parity from R and F on, so {@link #HEADER_BYTES} or more; a slice of the datagram, not retained
 */
public record Parity(int sequence, int timestamp, int ssrc, int source, int first, int columns, ByteBuf parity) {
    /** A longer row saves little and comes late. */
    public static final int MAX_COLUMNS = 16;

    /** What stands before the parity of the payloads (RFC 8627, 4.2.2.2). */
    public static final int HEADER_BYTES = 12;

    /** By how much the packet is longer than the longest that it protects. */
    public static final int MORE_BYTES = Integer.BYTES + HEADER_BYTES;

    private static final int ONE_SOURCE = RtpPacket.VERSION << 6 | 1;
    private static final int SOURCES = 0x0F;

    /** R=0: not a packet again; F=1: no mask, but columns and rows. */
    private static final int FIXED = 1;

    private static final int FIRST_AT = 8;

    /** Reads a datagram and moves none of its indexes; returns null if it is no such packet, throws nothing. */
    public static Parity read(ByteBuf datagram) {
        RtpPacket packet = RtpPacket.read(datagram);
        if (packet == null || packet.payload().readableBytes() < HEADER_BYTES) {
            return null;
        }
        int at = datagram.readerIndex();
        ByteBuf payload = packet.payload();
        int columns = payload.getUnsignedByte(FIRST_AT + 2);
        boolean isRow = payload.getUnsignedByte(0) >>> 6 == FIXED && payload.getUnsignedByte(FIRST_AT + 3) <= 1;
        if ((datagram.getUnsignedByte(at) & SOURCES) != 1 || !isRow || columns < 1 || columns > MAX_COLUMNS) {
            return null;
        }
        return new Parity(
                packet.sequence(),
                packet.timestamp(),
                packet.ssrc(),
                datagram.getInt(at + RtpPacket.HEADER_BYTES),
                payload.getUnsignedShort(FIRST_AT),
                columns,
                payload);
    }

    /** Writes what stands before the parity of the row, which {@link ParityBits#write} writes behind it. */
    static void writeHeader(ByteBuf out, int sequence, int timestamp, int ssrc, int source) {
        int start = out.writerIndex();
        RtpPacket.writeHeader(out, PayloadTypes.PARITY, false, sequence, timestamp, ssrc);
        out.setByte(start, ONE_SOURCE).writeInt(source);
    }

    /** Returns the first byte of the parity with R and F in the place of the version. */
    static int marked(int recovered) {
        return FIXED << 6 | recovered & 0x3F;
    }
}
