package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/** The file's sender has seen {@link Done}: the other may forget the transfer. Never answered. */
public record Close(long transfer) implements Message {
    static final int TYPE = 0x16;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(transfer);
    }

    static Close read(ByteBuf in) {
        return in.readableBytes() == Long.BYTES ? new Close(in.readLong()) : null;
    }
}
