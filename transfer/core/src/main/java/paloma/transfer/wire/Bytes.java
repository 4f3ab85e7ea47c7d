package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/** Cookies, hashes and proofs: bytes of a length that is known before. */
final class Bytes {
    private Bytes() {}

    static void write(ByteBuf out, byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(bytes.length + " bytes in place of " + length);
        }
        out.writeBytes(bytes);
    }

    /** Needs as many readable bytes. */
    static byte[] read(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }
}
