package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Bytes of the file, never across the end of a chunk.
 *
 * <pre>
 *  0      1       2        8
 * +------+-------+--------+-----------------------
 * | type | flags | offset | bytes of the file ...
 * +------+-------+--------+-----------------------
 *
 * 10                                                type: Data
 * 01                                                flags: acknowledge at once
 * 00 00 00 00 00 00                                 offset: 0
 * 68 65 6c 6c 6f 0a                                 the file: "hello" and a line end
 * </pre>
 *
 * @param ackNow whether the receiver is to acknowledge without delay
 * @param bytes the frame itself with its reader index at the first of them; it belongs to who had it decoded
 */
public record Data(boolean ackNow, long offset, ByteBuf bytes) implements Frame {
    static final int TYPE = 0x10;

    /** All of a packet but the file's bytes. */
    public static final int OVERHEAD_BYTES = Packet.OVERHEAD_BYTES + Data.HEADER_BYTES;

    /** What stands in front of the file's bytes in the frame. */
    public static final int HEADER_BYTES = 8;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        writeHeader(out, ackNow, offset);
        out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    /** Writes one whole frame and returns its length; makes no garbage. */
    public static int write(ByteBuf out, boolean ackNow, long offset, byte[] source, int from, int length) {
        writeHeader(out.writeByte(TYPE), ackNow, offset);
        out.writeBytes(source, from, length);
        return HEADER_BYTES + length;
    }

    private static void writeHeader(ByteBuf out, boolean ackNow, long offset) {
        out.writeByte(ackNow ? 1 : 0).writeShort((int) (offset >>> 32)).writeInt((int) offset);
    }

    static Data read(ByteBuf in) {
        if (in.readableBytes() < HEADER_BYTES) {
            return null;
        }
        int flags = in.readUnsignedByte();
        long offset = ((long) in.readUnsignedShort() << 32) | in.readUnsignedInt();
        long inChunk = offset & (Wire.CHUNK_BYTES - 1);
        if (flags > 1 || inChunk + in.readableBytes() > Wire.CHUNK_BYTES) {
            return null;
        }
        return new Data(flags == 1, offset, in);
    }
}
