package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Asks whoever is at an address to send {@code data} back from there (RFC 9000, section 19.17).
 *
 * <pre>
 *  0      1      9
 * +------+------+
 * | type | data |
 * +------+------+
 *
 * 18                                                type: PathChallenge
 * 0b ad ca fe 00 c0 ff ee                           data
 * </pre>
 */
public record PathChallenge(long data) implements Frame {
    static final int TYPE = 0x18;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(data);
    }

    static PathChallenge read(ByteBuf in) {
        return in.readableBytes() == Long.BYTES ? new PathChallenge(in.readLong()) : null;
    }
}
