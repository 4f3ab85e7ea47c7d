package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The frame that each message of the transfer travels in. All numbers are big-endian.
 *
 * <pre>
 *  0        4      5
 * +--------+------+----------
 * |  crc   | type | body ...
 * +--------+------+----------
 * </pre>
 *
 * {@code crc} is CRC32C (RFC 3720, B.4) of all bytes after it, up to the datagram's end.
 */
public final class Wire {
    public static final int VERSION = 1;

    /** A chunk is what has a hash of its own; the last one of a file may be shorter. */
    public static final int CHUNK_BYTES = 1 << 20;

    /** A block is what a side may hold of a chunk: the grain at which a transfer resumes. */
    public static final int BLOCK_BYTES = 1 << 16;

    /** The checksum and the type. */
    public static final int FRAME_BYTES = 5;

    /** Every path that IP runs over is taken to carry datagrams of this size (RFC 9000, section 14). */
    public static final int SAFE_BYTES = 1_200;

    private Wire() {}

    /** Writes one whole datagram at the writer index, where others may stand in front of it, and returns its length. */
    public static int encode(Message message, ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0).writeByte(message.type());
        message.write(out);
        int length = out.writerIndex() - start;
        out.setInt(start, Checksum.of(out, start + Integer.BYTES, length - Integer.BYTES));
        return length;
    }

    /**
     * Reads the datagram that lies between reader and writer index, or returns null where it is damaged, malformed or of
     * a type that this version does not know. Throws nothing, whatever the bytes; releases and retains nothing.
     */
    public static Message decode(ByteBuf datagram) {
        int length = datagram.readableBytes();
        if (length < FRAME_BYTES) {
            return null;
        }
        int start = datagram.readerIndex();
        int crc = datagram.readInt();
        if (crc != Checksum.of(datagram, start + Integer.BYTES, length - Integer.BYTES)) {
            return null;
        }
        return switch (datagram.readUnsignedByte()) {
            case Data.TYPE -> Data.read(datagram);
            case Ack.TYPE -> Ack.read(datagram);
            case Hashes.TYPE -> Hashes.read(datagram);
            case Probe.TYPE -> Probe.read(datagram);
            case Repair.TYPE -> Repair.read(datagram);
            case Done.TYPE -> Done.read(datagram);
            case Close.TYPE -> Close.read(datagram);
            case Hello.TYPE -> Hello.read(datagram);
            case Versions.TYPE -> Versions.read(datagram);
            case Cookie.TYPE -> Cookie.read(datagram);
            case Open.TYPE -> Open.read(datagram);
            case Accept.TYPE -> Accept.read(datagram);
            case Fail.TYPE -> Fail.read(datagram);
            default -> null;
        };
    }
}
