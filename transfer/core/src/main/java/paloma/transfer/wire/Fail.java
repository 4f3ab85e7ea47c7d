package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Ends a transfer.
 *
 * <pre>
 *  0      1        2             4
 * +------+--------+-------------+----------
 * | type | reason | text length | text ...
 * +------+--------+-------------+----------
 *
 * 17                                                type: Fail
 * 04                                                reason: exists
 * 00 10                                             length of the text
 * 74 6f 64 61 79 2e 74 78 74 20 65 78 69 73 74 73   text: today.txt exists
 * </pre>
 *
 * @param text for people; cut to {@link #MAX_TEXT_BYTES} bytes, hostile until escaped
 */
public record Fail(Reason reason, String text) implements Frame {
    static final int TYPE = 0x17;

    public static final int MAX_TEXT_BYTES = 400;

    private static final int MIN_BODY_BYTES = 1 + 2;

    public Fail {
        text = Text.cut(text, MAX_TEXT_BYTES);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeByte(reason.code());
        Text.write(out, text);
    }

    static Fail read(ByteBuf in) {
        if (in.readableBytes() < MIN_BODY_BYTES) {
            return null;
        }
        Reason reason = Reason.of(in.readUnsignedByte());
        String text = Text.read(in, MAX_TEXT_BYTES);
        return text == null || in.isReadable() ? null : new Fail(reason, text);
    }
}
