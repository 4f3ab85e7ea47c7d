package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Room at the end of {@link Request} and {@link Grant} for what later programs have to say: a type, a length as u16 and
 * so many bytes each. This version has none to send, and skips those of others.
 */
final class Extensions {
    private Extensions() {}

    /** Returns whether only whole ones are left, and skips them. */
    static boolean skip(ByteBuf in) {
        while (in.isReadable()) {
            if (in.readableBytes() < 1 + Short.BYTES) {
                return false;
            }
            in.skipBytes(1);
            int length = in.readUnsignedShort();
            if (in.readableBytes() < length) {
                return false;
            }
            in.skipBytes(length);
        }
        return true;
    }
}
