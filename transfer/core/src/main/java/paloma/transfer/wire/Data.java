package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Bytes of the file, never across the end of a chunk.
 *
 * <pre>
 *  5          13       17      18       24
 * +----------+--------+-------+--------+-----------------------
 * | transfer | number | flags | offset | bytes of the file ...
 * +----------+--------+-------+--------+-----------------------
 *
 * 46 c0 e7 d2                                       crc
 * 10                                                type: Data
 * 01 23 45 67 89 ab cd ef                           transfer
 * 00 00 00 00                                       number: 0
 * 01                                                flags: acknowledge at once
 * 00 00 00 00 00 00                                 offset: 0
 * 68 65 6c 6c 6f 0a                                 the file: "hello" and a line end
 * </pre>
 *
 * @param number of the packet, unsigned and never used twice
 * @param ackNow whether the receiver is to acknowledge without delay
 * @param bytes the datagram itself with its reader index at the first of them; it belongs to who had it decoded
 */
public record Data(long transfer, int number, boolean ackNow, long offset, ByteBuf bytes) implements TransferMessage {
    static final int TYPE = 0x10;

    /** All that stands in front of the file's bytes, checksum and type included. */
    public static final int HEADER_BYTES = 24;

    private static final int BODY_HEADER_BYTES = HEADER_BYTES - Wire.FRAME_BYTES;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        writeHeader(out, transfer, number, ackNow, offset);
        out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    /**
     * Writes one whole datagram at the writer index and returns its length. Makes no garbage where {@code out} is a direct
     * buffer that is not derived from another.
     */
    public static int write(
            ByteBuf out, long transfer, int number, boolean ackNow, long offset, byte[] source, int from, int length) {
        int start = out.writerIndex();
        out.ensureWritable(HEADER_BYTES + length).writeInt(0).writeByte(TYPE);
        writeHeader(out, transfer, number, ackNow, offset);
        out.writeBytes(source, from, length);
        out.setInt(start, Checksum.of(out, start + Integer.BYTES, HEADER_BYTES - Integer.BYTES + length));
        return HEADER_BYTES + length;
    }

    private static void writeHeader(ByteBuf out, long transfer, int number, boolean ackNow, long offset) {
        out.writeLong(transfer).writeInt(number).writeByte(ackNow ? 1 : 0);
        out.writeShort((int) (offset >>> 32)).writeInt((int) offset);
    }

    static Data read(ByteBuf in) {
        if (in.readableBytes() <= BODY_HEADER_BYTES) {
            return null;
        }
        long transfer = in.readLong();
        int number = in.readInt();
        int flags = in.readUnsignedByte();
        long offset = ((long) in.readUnsignedShort() << 32) | in.readUnsignedInt();
        long inChunk = offset & (Wire.CHUNK_BYTES - 1);
        if (flags > 1 || inChunk + in.readableBytes() > Wire.CHUNK_BYTES) {
            return null;
        }
        return new Data(transfer, number, flags == 1, offset, in);
    }
}
