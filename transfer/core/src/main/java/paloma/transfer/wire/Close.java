package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The file's sender has seen {@link Done}: the other may forget the transfer. Never answered.
 *
 * <pre>
 *  5          13
 * +----------+
 * | transfer |
 * +----------+
 *
 * 5e ea 5e 84                                       crc
 * 16                                                type: Close
 * 01 23 45 67 89 ab cd ef                           transfer
 * </pre>
 */
public record Close(long transfer) implements TransferMessage {
    static final int TYPE = 0x16;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public boolean wantsAnswer() {
        return false;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(transfer);
    }

    static Close read(ByteBuf in) {
        return in.readableBytes() == Long.BYTES ? new Close(in.readLong()) : null;
    }
}
