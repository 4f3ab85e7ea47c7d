package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The file's sender has seen {@link Done}: the other may forget the transfer. Never answered.
 *
 * <pre>
 *  0      1         5
 * +------+---------+
 * | type | skipped |
 * +------+---------+
 *
 * 16                                                type: Close
 * 00 00 00 02                                       skipped: 2
 * </pre>
 *
 * @param skipped how many packet numbers carried nothing of the file, so that they are no loss (unsigned)
 */
public record Close(int skipped) implements Frame {
    static final int TYPE = 0x16;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(skipped);
    }

    static Close read(ByteBuf in) {
        return in.readableBytes() == Integer.BYTES ? new Close(in.readInt()) : null;
    }
}
