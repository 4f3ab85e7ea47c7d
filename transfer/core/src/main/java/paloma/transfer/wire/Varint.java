package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/** Whole numbers in 1, 2, 4 or 8 bytes; the first two bits say which (RFC 9000, section 16). */
final class Varint {
    private Varint() {}

    static void write(ByteBuf out, long value) {
        if (value < 1 << 6) {
            out.writeByte((int) value);
        } else if (value < 1 << 14) {
            out.writeShort((int) value | 0x4000);
        } else if (value < 1 << 30) {
            out.writeInt((int) value | 0x8000_0000);
        } else {
            out.writeLong(value | 0xC000_0000_0000_0000L);
        }
    }

    /** Returns -1 where the bytes end before the number does. A number may take more bytes than it needs. */
    static long read(ByteBuf in) {
        if (!in.isReadable()) {
            return -1;
        }
        int log = (in.getByte(in.readerIndex()) & 0xFF) >>> 6;
        if (in.readableBytes() < 1 << log) {
            return -1;
        }
        return switch (log) {
            case 0 -> in.readByte();
            case 1 -> in.readShort() & 0x3FFF;
            case 2 -> in.readInt() & 0x3FFF_FFFF;
            default -> in.readLong() & 0x3FFF_FFFF_FFFF_FFFFL;
        };
    }
}
