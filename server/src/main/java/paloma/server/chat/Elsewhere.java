package paloma.server.chat;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import paloma.server.chat.message.Person;

/** The people of the other servers, each in his room. What is above a bound is not there. */
final class Elsewhere {
    /** More than anyone runs. */
    static final int MAX_SERVERS = 1_000;

    /** Each takes about 300 bytes. */
    static final int MAX_PEOPLE = 100_000;

    private final Rooms rooms;
    private final Map<String, Map<Long, Person>> servers = new HashMap<>();
    private final Set<Long> ids = new HashSet<>();

    Elsewhere(Rooms rooms) {
        this.rooms = rooms;
    }

    int size() {
        return ids.size();
    }

    boolean knows(String server) {
        return servers.containsKey(server);
    }

    Set<String> servers() {
        return Set.copyOf(servers.keySet());
    }

    Collection<Person> of(String server) {
        return List.copyOf(servers.getOrDefault(server, Map.of()).values());
    }

    /** Returns who he was when he was heard of last; null for nobody. */
    Person get(String server, long id) {
        return servers.getOrDefault(server, Map.of()).get(id);
    }

    /** Makes a server known, if there are not too many. */
    boolean add(String server) {
        if (servers.size() < MAX_SERVERS) {
            servers.putIfAbsent(server, new LinkedHashMap<>());
        }
        return servers.containsKey(server);
    }

    /** Puts somebody into his room; returns the room, or null where there are too many or he is there already. */
    Room add(String server, Person person, long nowNanos) {
        boolean fits = ids.size() < MAX_PEOPLE && !ids.contains(person.id()) && add(server);
        Room room = fits ? rooms.named(person.room(), nowNanos) : null;
        if (room != null) {
            servers.get(server).put(person.id(), person);
            ids.add(person.id());
            room.add(person);
        }
        return room;
    }

    /** Takes somebody who is there out of his room, which may vanish by that; returns the room. */
    Room remove(String server, Person person) {
        servers.get(server).remove(person.id());
        ids.remove(person.id());
        Room room = rooms.find(person.room());
        room.remove(person);
        rooms.left(room);
        return room;
    }

    /** Forgets a server whose people were removed. */
    void remove(String server) {
        servers.remove(server);
    }
}
