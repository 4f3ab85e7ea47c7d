package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;

/**
 * Somebody is there: he came, went to another room or took another name, or nothing has changed. This is also what a
 * server's table on the bus has of each of its people.
 *
 * <pre>
 * 01                          version
 * 01                          type: Presence
 * 00 00 00 00 00 00 00 11     id: 17
 * 00 00 01 a2 00 00 00 00     since: 2026-11-21T21:25:29.728Z
 * 00 03 61 6e 61              name: ana
 * 00 05 6c 6f 62 62 79        room: lobby
 * </pre>
 */
public record Presence(Person person) implements Message {
    static final int TYPE = 1;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        person.write(out);
    }

    static Presence read(ByteBuf in) {
        Person person = Person.read(in);
        return person == null ? null : new Presence(person);
    }
}
