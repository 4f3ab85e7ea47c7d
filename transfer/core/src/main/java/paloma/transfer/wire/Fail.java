package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Ends a transfer.
 *
 * <pre>
 *  5          13       14            16
 * +----------+--------+-------------+----------
 * | transfer | reason | text length | text ...
 * +----------+--------+-------------+----------
 *
 * c9 2e fe 1c                                       crc
 * 06                                                type: Fail
 * 01 23 45 67 89 ab cd ef                           transfer
 * 04                                                reason: exists
 * 00 10                                             length of the text
 * 74 6f 64 61 79 2e 74 78 74 20 65 78 69 73 74 73   text: today.txt exists
 * </pre>
 *
 * @param text for people; cut to {@link #MAX_TEXT_BYTES} bytes, hostile until escaped
 */
public record Fail(long transfer, Reason reason, String text) implements TransferMessage {
    static final int TYPE = 0x06;

    public static final int MAX_TEXT_BYTES = 400;

    private static final int MIN_BODY_BYTES = Long.BYTES + 1 + 2;

    public Fail {
        text = Text.cut(text, MAX_TEXT_BYTES);
    }

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
        out.writeLong(transfer).writeByte(reason.code());
        Text.write(out, text);
    }

    static Fail read(ByteBuf in) {
        if (in.readableBytes() < MIN_BODY_BYTES) {
            return null;
        }
        long transfer = in.readLong();
        Reason reason = Reason.of(in.readUnsignedByte());
        String text = Text.read(in, MAX_TEXT_BYTES);
        return text == null || in.isReadable() ? null : new Fail(transfer, reason, text);
    }
}
