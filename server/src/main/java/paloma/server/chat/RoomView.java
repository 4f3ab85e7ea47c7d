package paloma.server.chat;

import java.util.List;

/**
 * A room as people see it.
 *
 * @param people the first {@value #MAX_PEOPLE} of them, also at other servers
 * @param count of all of them
 */
public record RoomView(String name, List<String> people, int count) {
    /** More than fit on a page that a person takes in. */
    static final int MAX_ROOMS = 50;

    static final int MAX_PEOPLE = 50;
}
