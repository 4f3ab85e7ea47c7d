package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Answers a {@link PathChallenge} with the same data (RFC 9000, section 19.18).
 *
 * <pre>
 *  0      1      9
 * +------+------+
 * | type | data |
 * +------+------+
 *
 * 19                                                type: PathResponse
 * 0b ad ca fe 00 c0 ff ee                           data of the PathChallenge
 * </pre>
 */
public record PathResponse(long data) implements Frame {
    static final int TYPE = 0x19;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(data);
    }

    static PathResponse read(ByteBuf in) {
        return in.readableBytes() == Long.BYTES ? new PathResponse(in.readLong()) : null;
    }
}
