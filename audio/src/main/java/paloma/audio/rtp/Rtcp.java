package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * A datagram of RTCP (RFC 3550, 6.1): packets one behind the other, each a multiple of four bytes with this in front.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+-+---------+---------------+-------------------------------+
 * |V=2|P|  count  |  packet type  |  4-byte words that follow     |
 * +---+-+---------+---------------+-------------------------------+
 *
 * 80 c9 00 01                 a receiver report of no blocks, one word more
 * de ca fb ad                 SSRC of the receiver
 * </pre>
 *
 * The first need not be a report: what answers a loss at once may come alone (RFC 5506).
 */
public final class Rtcp {
    /** Most that we write into one datagram: it fits any path of IPv6 (1,280 bytes, RFC 8200), headers included. */
    public static final int MAX_BYTES = 1_200;

    static final int HEADER_BYTES = 4;

    /** The count is a number of 5 bits. */
    static final int MAX_COUNTED = 31;

    private static final int PADDING = 0x20;

    private Rtcp() {}

    /** Writes one whole datagram at the writer index. */
    public static void write(List<RtcpPacket> packets, ByteBuf out) {
        for (RtcpPacket packet : packets) {
            packet.write(out);
        }
    }

    /**
     * Reads what lies between reader and writer index and moves neither. Leaves out packets of types that it does not
     * know, so the list may be empty; returns null if any packet is malformed, throws nothing, and keeps none of the
     * bytes.
     */
    public static List<RtcpPacket> read(ByteBuf datagram) {
        ByteBuf in = datagram.slice();
        List<RtcpPacket> packets = new ArrayList<>(3);
        do {
            if (!isWhole(in) || !readNext(in, packets)) {
                return null;
            }
        } while (in.isReadable());
        return packets;
    }

    private static boolean isWhole(ByteBuf in) {
        int at = in.readerIndex();
        return in.readableBytes() >= HEADER_BYTES
                && in.getUnsignedByte(at) >>> 6 == RtpPacket.VERSION
                && in.readableBytes() >= bytes(in);
    }

    private static int bytes(ByteBuf in) {
        return HEADER_BYTES + Integer.BYTES * in.getUnsignedShort(in.readerIndex() + 2);
    }

    private static boolean readNext(ByteBuf in, List<RtcpPacket> packets) {
        ByteBuf packet = in.readSlice(bytes(in));
        int first = packet.readUnsignedByte();
        int type = packet.readUnsignedByte();
        packet.skipBytes(Short.BYTES);
        if ((first & PADDING) != 0 && (in.isReadable() || !cutPadding(packet))) {
            return false;
        }
        int count = first & MAX_COUNTED;
        if (!isKnown(type, count)) {
            return true;
        }
        RtcpPacket read = read(type, count, packet);
        return read != null && packets.add(read);
    }

    /** Only the last packet of a datagram may be padded (RFC 3550, 6.4.1); the last byte counts them all. */
    private static boolean cutPadding(ByteBuf body) {
        int padding = body.isReadable() ? body.getUnsignedByte(body.writerIndex() - 1) : 0;
        boolean isSound = padding > 0 && padding % Integer.BYTES == 0 && padding <= body.readableBytes();
        if (isSound) {
            body.writerIndex(body.writerIndex() - padding);
        }
        return isSound;
    }

    private static boolean isKnown(int type, int count) {
        return switch (type) {
            case SenderReport.TYPE, ReceiverReport.TYPE, Sdes.TYPE, Bye.TYPE, ExtendedReport.TYPE -> true;
            case GenericNack.TYPE -> count == GenericNack.FORMAT;
            default -> false;
        };
    }

    private static RtcpPacket read(int type, int count, ByteBuf body) {
        return switch (type) {
            case SenderReport.TYPE -> SenderReport.read(body, count);
            case ReceiverReport.TYPE -> ReceiverReport.read(body, count);
            case Sdes.TYPE -> Sdes.read(body, count);
            case Bye.TYPE -> Bye.read(body, count);
            case ExtendedReport.TYPE -> ExtendedReport.read(body);
            default -> GenericNack.read(body);
        };
    }

    /** Writes a header whose length {@link #end} fills in; returns where it begins. */
    static int begin(ByteBuf out, int count, int type) {
        if (count > MAX_COUNTED) {
            throw new IllegalArgumentException(count + " in a packet that holds " + MAX_COUNTED);
        }
        int start = out.writerIndex();
        out.writeByte(RtpPacket.VERSION << 6 | count).writeByte(type).writeShort(0);
        return start;
    }

    /** Ends a packet that began at {@code start} and is a multiple of four bytes long. */
    static void end(ByteBuf out, int start) {
        int words = (out.writerIndex() - start - HEADER_BYTES) / Integer.BYTES;
        if (words > 0xFFFF) {
            throw new IllegalArgumentException(words + " words in one packet");
        }
        out.setShort(start + 2, words);
    }
}
