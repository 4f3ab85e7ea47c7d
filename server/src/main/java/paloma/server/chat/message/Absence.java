package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;

/**
 * Somebody is in no room any more, or about to come to another.
 *
 * <pre>
 * 01                          version
 * 02                          type: Absence
 * 00 00 00 00 00 00 00 11     id: 17
 * 01                          why: SILENT
 * </pre>
 *
 * @param id a {@link Person}'s
 */
public record Absence(long id, Exit why) implements Message {
    static final int TYPE = 2;

    private static final int BYTES = Long.BYTES + 1;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(id).writeByte(why.code());
    }

    static Absence read(ByteBuf in) {
        if (in.readableBytes() < BYTES) {
            return null;
        }
        long id = in.readLong();
        Exit why = Exit.of(in.readUnsignedByte());
        return why == null ? null : new Absence(id, why);
    }
}
