package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Answers a {@link Hello}, and is no longer than that; who repeats its cookie in an {@link Open} has proved its address.
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
