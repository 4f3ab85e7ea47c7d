package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The header of a sealed datagram. All but the number is the associated data of what follows; the number makes its nonce.
 *
 * <pre>
 *  0      1            9        13
 * +------+------------+--------+-------------------------
 * | type | connection | number | sealed frame ... tag 16
 * +------+------------+--------+-------------------------
 * </pre>
 */
public final class Packet {
    /** Sealed under the key that the first message of the handshake gives: only sent until the second has come. */
    public static final int EARLY_TYPE = 0x07;

    public static final int TYPE = 0x08;

    public static final int ASSOCIATED_BYTES = 1 + Long.BYTES;
    public static final int HEADER_BYTES = ASSOCIATED_BYTES + Integer.BYTES;
    public static final int TAG_BYTES = 16;

    /** What a packet is longer than its frame. */
    public static final int OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES;

    private Packet() {}

    /** Returns whether a datagram can be a packet, by its type and its length. */
    public static boolean is(ByteBuf datagram) {
        return datagram.readableBytes() > OVERHEAD_BYTES && isType(datagram.getUnsignedByte(datagram.readerIndex()));
    }

    /** Returns the connection of a datagram that {@link #is} a packet. */
    public static long connection(ByteBuf datagram) {
        return datagram.getLong(datagram.readerIndex() + 1);
    }

    /** Returns whether a datagram that {@link #is} a packet is an early one. */
    public static boolean isEarly(ByteBuf datagram) {
        return datagram.getUnsignedByte(datagram.readerIndex()) == EARLY_TYPE;
    }

    private static boolean isType(int type) {
        return type == TYPE || type == EARLY_TYPE;
    }
}
