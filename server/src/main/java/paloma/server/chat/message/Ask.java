package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for a {@link Census} of the server at which somebody is, of whom nothing else is known.
 *
 * <pre>
 * 01                          version
 * 05                          type: Ask
 * 00 00 00 00 00 00 00 11     id: 17
 * </pre>
 *
 * @param id a {@link Person}'s
 */
public record Ask(long id) implements Message {
    static final int TYPE = 5;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(id);
    }

    static Ask read(ByteBuf in) {
        return in.readableBytes() < Long.BYTES ? null : new Ask(in.readLong());
    }
}
