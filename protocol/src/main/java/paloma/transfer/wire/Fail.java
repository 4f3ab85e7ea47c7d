package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Ends a transfer.
 *
 * @param text for people; cut to {@link #MOST_TEXT_BYTES} bytes, hostile until escaped
 */
public record Fail(long transfer, Reason reason, String text) implements Message {
    static final int TYPE = 0x06;

    public static final int MOST_TEXT_BYTES = 400;

    private static final int LEAST_BODY_BYTES = Long.BYTES + 1 + 2;

    public Fail {
        text = Text.cut(text, MOST_TEXT_BYTES);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(transfer).writeByte(reason.code());
        Text.write(out, text);
    }

    static Fail read(ByteBuf in) {
        if (in.readableBytes() < LEAST_BODY_BYTES) {
            return null;
        }
        long transfer = in.readLong();
        Reason reason = Reason.of(in.readUnsignedByte());
        String text = Text.read(in, MOST_TEXT_BYTES);
        return text == null || in.isReadable() ? null : new Fail(transfer, reason, text);
    }
}
