package paloma.server.chat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import paloma.server.chat.message.ChatName;

/** All rooms: the lobby, which stays, and those that people make, which vanish when they are empty. */
final class Rooms {
    private static final ChatName LOBBY = ChatName.parse("lobby").orElseThrow();

    private final int limit;
    private final Map<String, Room> byKey = new LinkedHashMap<>();
    private final Room lobby;

    Rooms(int limit, long nowNanos) {
        this.limit = limit;
        this.lobby = new Room(LOBBY, nowNanos);
        byKey.put(LOBBY.key(), lobby);
    }

    Room lobby() {
        return lobby;
    }

    Collection<Room> all() {
        return byKey.values();
    }

    /** Returns the room of this name; null where there is none. */
    Room find(ChatName name) {
        return byKey.get(name.key());
    }

    /** Returns the room of this name, made where there is none; null where there are too many to make one. */
    Room named(ChatName name, long nowNanos) {
        Room room = byKey.get(name.key());
        if (room == null && byKey.size() < limit) {
            room = new Room(name, nowNanos);
            byKey.put(name.key(), room);
        }
        return room;
    }

    /** Forgets a room that nobody is in. */
    void left(Room room) {
        if (room.isEmpty() && room != lobby) {
            byKey.remove(room.name().key());
        }
    }
}
