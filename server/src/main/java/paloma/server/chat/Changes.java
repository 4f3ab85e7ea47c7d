package paloma.server.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Person;

/** Who of other servers comes and goes at once, for one notice in each room. */
final class Changes {
    /** What the people of a room are told. */
    interface Notice {
        String of(List<ChatName> names);
    }

    private final Map<Room, List<ChatName>> came = new LinkedHashMap<>();
    private final Map<Room, List<ChatName>> went = new LinkedHashMap<>();

    void came(Room room, Person person) {
        came.computeIfAbsent(room, key -> new ArrayList<>()).add(person.name());
    }

    void went(Room room, Person person) {
        went.computeIfAbsent(room, key -> new ArrayList<>()).add(person.name());
    }

    /** @param farewell to those who went */
    void tell(Notice farewell, long nowNanos) {
        went.forEach((room, names) -> room.notice(farewell.of(names), nowNanos));
        came.forEach((room, names) -> room.notice(Sentences.came(names), nowNanos));
    }
}
