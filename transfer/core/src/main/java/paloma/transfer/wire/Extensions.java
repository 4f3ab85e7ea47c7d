package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;

/**
 * Room at the end of {@link Request} and {@link Grant} for what later programs have to say: a type, a length as u16 and
 * so many bytes each. Programs skip those that they do not know.
 */
final class Extensions {
    /** Only what nobody else on the path wants is to be sent; in a Grant, that it will be so. No content. */
    static final int POLITE = 1;

    private Extensions() {}

    static void write(ByteBuf out, int type) {
        out.writeByte(type).writeShort(0);
    }

    /** Returns the types of all that are left, at most 256, or null where one is not whole. */
    static BitSet read(ByteBuf in) {
        BitSet types = new BitSet();
        while (in.isReadable()) {
            if (in.readableBytes() < 1 + Short.BYTES) {
                return null;
            }
            types.set(in.readUnsignedByte());
            int length = in.readUnsignedShort();
            if (in.readableBytes() < length) {
                return null;
            }
            in.skipBytes(length);
        }
        return types;
    }
}
