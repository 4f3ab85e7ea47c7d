package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Answers a {@link Hello}, and is no longer than that; who repeats its cookie in an {@link Open} has proved its address.
 *
 * <pre>
 *  5         6       14     16      17       37
 * +---------+-------+------+-------+--------+
 * | version | nonce | seen | flags | cookie |
 * +---------+-------+------+-------+--------+
 *
 * 3f 48 1f 59                                       crc
 * 03                                                type: Cookie
 * 01                                                version
 * 11 22 33 44 55 66 77 88                           nonce of the Hello
 * 00 40                                             seen: the Hello came with 64 bytes
 * 01                                                flags: a token is wanted
 * 69 5d 2f 80 0c c1 75 b9 c0 f1 b6 a8 31 c3 99 e2   cookie
 * 69 77 26 61
 * </pre>
 *
 * @param seenBytes length of the Hello's datagram as it came
 * @param cookie {@link #COOKIE_BYTES} bytes that mean something to the server alone, not copied
 */
public record Cookie(int version, long nonce, int seenBytes, boolean wantsToken, byte[] cookie) implements Message {
    static final int TYPE = 0x03;

    public static final int COOKIE_BYTES = 20;

    private static final int BODY_BYTES = 12 + COOKIE_BYTES;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeByte(version).writeLong(nonce).writeShort(seenBytes).writeByte(wantsToken ? 1 : 0);
        Bytes.write(out, cookie, COOKIE_BYTES);
    }

    static Cookie read(ByteBuf in) {
        if (in.readableBytes() != BODY_BYTES) {
            return null;
        }
        int version = in.readUnsignedByte();
        long nonce = in.readLong();
        int seenBytes = in.readUnsignedShort();
        int flags = in.readUnsignedByte();
        return flags > 1 ? null : new Cookie(version, nonce, seenBytes, flags == 1, Bytes.read(in, COOKIE_BYTES));
    }
}
