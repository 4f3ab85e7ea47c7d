package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Says what cannot be sealed, as there are no keys: that a connection is not known here. Anybody can write one, so a
 * client that still hears sealed answers ignores it, and another begins anew with a {@link Hello}.
 *
 * <pre>
 *  0      1            9
 * +------+------------+-----+
 * | type | connection | why |
 * +------+------------+-----+
 *
 * 06                                                type: Hint
 * 01 23 45 67 89 ab cd ef                           connection
 * 00                                                why: it is not known here
 * </pre>
 */
public record Hint(long connection, Why why) implements Message {
    static final int TYPE = 0x06;

    /** In the order of their codes; a code that is not known counts as the first. */
    public enum Why {
        UNKNOWN_CONNECTION,
        /** The cookie is too old, or was used. */
        STALE_COOKIE,
        /** There is no token in the Open, or none that the server knows. */
        TOKEN,
        /** There are too many handshakes for now. */
        TOO_MANY
    }

    private static final Why[] OF_CODE = Why.values();

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(connection).writeByte(why.ordinal());
    }

    static Hint read(ByteBuf in) {
        if (in.readableBytes() != Long.BYTES + 1) {
            return null;
        }
        long connection = in.readLong();
        int code = in.readUnsignedByte();
        return new Hint(connection, code < OF_CODE.length ? OF_CODE[code] : Why.UNKNOWN_CONNECTION);
    }
}
