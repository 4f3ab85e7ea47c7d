package paloma.server.chat.message;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * All people of a server, in as many of these as it takes: who is in none of them is not there.
 *
 * <pre>
 * 01              version
 * 04              type: Census
 * 03              flags: the first (1) and the last (2)
 * 01              one person
 * ...             as in {@link Person}
 * </pre>
 */
public record Census(boolean isFirst, boolean isLast, List<Person> people) implements Message {
    static final int TYPE = 4;

    /** Whose names are as long as can be: so many fit a message. */
    public static final int MAX_PEOPLE = 64;

    private static final int FIRST = 1;
    private static final int LAST = 2;

    public Census {
        people = List.copyOf(people);
        if (people.size() > MAX_PEOPLE) {
            throw new IllegalArgumentException(people.size() + " people, and " + MAX_PEOPLE + " fit");
        }
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeByte((isFirst ? FIRST : 0) | (isLast ? LAST : 0)).writeByte(people.size());
        people.forEach(person -> person.write(out));
    }

    static Census read(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return null;
        }
        int flags = in.readUnsignedByte();
        List<Person> people = readPeople(in, in.readUnsignedByte());
        return people == null || flags > (FIRST | LAST)
                ? null
                : new Census((flags & FIRST) != 0, (flags & LAST) != 0, people);
    }

    private static List<Person> readPeople(ByteBuf in, int count) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Person person = Person.read(in);
            if (person == null || i == MAX_PEOPLE) {
                return null;
            }
            people.add(person);
        }
        return people;
    }
}
