package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Asks for a cookie. Whatever follows the nonce is padding, in every version.
 *
 * <pre>
 *  5         6       14
 * +---------+-------+-------------
 * | version | nonce | padding ...
 * +---------+-------+-------------
 *
 * f4 95 41 73                                       crc
 * 01                                                type: Hello
 * 01                                                version
 * 11 22 33 44 55 66 77 88                           nonce
 * 00 x 50                                           padding up to 64 bytes
 * </pre>
 *
 * @param datagramBytes length of the whole datagram, at least {@link #MIN_BYTES}
 */
public record Hello(int version, long nonce, int datagramBytes) implements Message {
    static final int TYPE = 0x01;

    /** No answer to a stranger is longer, so that nobody can be flooded through us. */
    public static final int MIN_BYTES = 64;

    private static final int BODY_BYTES = 9;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        if (datagramBytes < MIN_BYTES) {
            throw new IllegalArgumentException(datagramBytes + " bytes, at least " + MIN_BYTES + " are needed");
        }
        out.writeByte(version).writeLong(nonce).writeZero(datagramBytes - Wire.FRAME_BYTES - BODY_BYTES);
    }

    static Hello read(ByteBuf in) {
        int datagramBytes = Wire.FRAME_BYTES + in.readableBytes();
        return datagramBytes < MIN_BYTES ? null : new Hello(in.readUnsignedByte(), in.readLong(), datagramBytes);
    }
}
