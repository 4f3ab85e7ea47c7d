package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Says nothing but that its sender is there and has the keys.
 *
 * <pre>
 *  0      1
 * +------+
 * | type |
 * +------+
 *
 * 1a                                                type: Ping
 * </pre>
 */
public enum Ping implements Frame {
    PING;

    static final int TYPE = 0x1A;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {}
}
