package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Asks for a cookie. Whatever follows the nonce is padding, in every version.
 *
 * <pre>
 *  0      1         2       10
 * +------+---------+-------+-------------
 * | type | version | nonce | padding ...
 * +------+---------+-------+-------------
 *
 * 01                                                type: Hello
 * 02                                                version
 * 11 22 33 44 55 66 77 88                           nonce
 * 00 x 118                                          padding up to 128 bytes
 * </pre>
 *
 * @param datagramBytes length of the whole datagram, at least {@link #MIN_BYTES}
 */
public record Hello(int version, long nonce, int datagramBytes) implements Message {
    static final int TYPE = 0x01;

    /** No answer to a stranger is longer, so that nobody can be flooded through us. */
    public static final int MIN_BYTES = 128;

    private static final int HEADER_BYTES = 10;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        if (datagramBytes < MIN_BYTES) {
            throw new IllegalArgumentException(datagramBytes + " bytes, at least " + MIN_BYTES + " are needed");
        }
        out.writeByte(version).writeLong(nonce).writeZero(datagramBytes - HEADER_BYTES);
    }

    static Hello read(ByteBuf in) {
        int datagramBytes = 1 + in.readableBytes();
        return datagramBytes < MIN_BYTES ? null : new Hello(in.readUnsignedByte(), in.readLong(), datagramBytes);
    }
}
