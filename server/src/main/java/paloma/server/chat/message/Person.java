package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;

/**
 * Somebody in a room, as the other servers know him.
 *
 * <pre>
 *  0    8               16
 * +----+---------------+------+------
 * | id | since, millis | name | room
 * +----+---------------+------+------
 * </pre>
 *
 * @param id random, and his as long as he stays at his server
 * @param sinceMillis when he took this name in this room, by the clock of his server as Unix time
 */
public record Person(long id, long sinceMillis, ChatName name, ChatName room) {
    private static final int MIN_BYTES = 2 * Long.BYTES;

    /** Returns whether he keeps the name that both have: he had it first, as every server finds. */
    public boolean precedes(Person other) {
        return sinceMillis == other.sinceMillis ? id < other.id : sinceMillis < other.sinceMillis;
    }

    void write(ByteBuf out) {
        out.writeLong(id).writeLong(sinceMillis);
        Text.write(out, name);
        Text.write(out, room);
    }

    /** Returns null where there is none. */
    static Person read(ByteBuf in) {
        if (in.readableBytes() < MIN_BYTES) {
            return null;
        }
        long id = in.readLong();
        long sinceMillis = in.readLong();
        ChatName name = Text.readName(in);
        ChatName room = name == null ? null : Text.readName(in);
        return room == null ? null : new Person(id, sinceMillis, name, room);
    }

    @Override
    public String toString() {
        return name.text();
    }
}
