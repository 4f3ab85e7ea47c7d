package paloma.server.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import paloma.server.chat.message.Absence;
import paloma.server.chat.message.Ask;
import paloma.server.chat.message.Census;
import paloma.server.chat.message.Claim;
import paloma.server.chat.message.Exit;
import paloma.server.chat.message.Line;
import paloma.server.chat.message.Message;
import paloma.server.chat.message.Person;
import paloma.server.chat.message.Presence;

/** What the bus brings of the other servers, and what the people of this one are told of it. */
final class FromOthers {
    private final Chat chat;
    private final Fleet fleet;
    private final Rooms rooms;
    private final Elsewhere elsewhere;

    /** Of a server whose census has begun: whom it has not named yet. */
    private final Map<String, Set<Long>> unnamed = new HashMap<>();

    private long refused;

    FromOthers(Chat chat, Fleet fleet, Rooms rooms) {
        this.chat = chat;
        this.fleet = fleet;
        this.rooms = rooms;
        this.elsewhere = new Elsewhere(rooms);
    }

    /** Returns how many people are known at other servers. */
    int people() {
        return elsewhere.size();
    }

    /** Returns how many messages and people were refused: they make no sense, or are too many. */
    long refused() {
        return refused;
    }

    /** Called with who is there, when the bus is. Whoever was there before and is not in it has gone. */
    void joined(Map<String, Map<String, byte[]>> tables, Moment now) {
        if (chat.isStopped()) {
            return;
        }
        Changes changes = new Changes();
        elsewhere.servers().stream()
                .filter(server -> !tables.containsKey(server))
                .forEach(server -> lose(server, changes));
        unnamed.clear();
        tables.forEach((server, table) -> replace(server, people(table.values()), changes, now));
        if (fleet.reached()) {
            rooms.all().forEach(FromOthers::welcomeBack);
        } else {
            changes.tell(Sentences::left, now.nanos());
        }
        fleet.tellAll();
    }

    /** Called when no other server is reached. */
    void away() {
        if (!chat.isStopped() && fleet.parted()) {
            elsewhere.servers().forEach(server -> lose(server, new Changes()));
            unnamed.clear();
            for (Room room : rooms.all()) {
                room.history().fill(room.history().awaited(), List.of());
                room.takeLinesApart();
                room.announce(Sentences.APART);
            }
        }
    }

    /** Called when a server is there no more. */
    void gone(String server, Moment now) {
        Changes changes = new Changes();
        lose(server, changes);
        unnamed.remove(server);
        changes.tell(Sentences::lost, now.nanos());
    }

    /** Called with a message of a server. */
    void told(String server, byte[] bytes, Moment now) {
        Message message = chat.isStopped() ? null : Message.of(bytes);
        if (message instanceof Presence presence) {
            known(server, presence.person().id(), now);
            Changes changes = new Changes();
            apply(server, presence.person(), changes, now);
            changes.tell(Sentences::left, now.nanos());
        } else if (message instanceof Absence absence) {
            known(server, absence.id(), now);
            absent(server, absence, now);
        } else if (message instanceof Line line) {
            known(server, line.speaker(), now);
            hear(line, now);
        } else if (message instanceof Census census) {
            count(server, census, now);
        } else if (message instanceof Ask ask) {
            fleet.answer(ask.id(), now.nanos());
        } else if (message instanceof Claim claim) {
            release(claim, now);
        } else {
            refused++;
        }
    }

    private static void welcomeBack(Room room) {
        room.announce(Sentences.back(room.namesElsewhere(), room.takeLinesApart()));
    }

    private List<Person> people(Collection<byte[]> table) {
        List<Person> people = new ArrayList<>();
        for (byte[] entry : table) {
            if (Message.of(entry) instanceof Presence presence) {
                people.add(presence.person());
            } else {
                refused++;
            }
        }
        return people;
    }

    private void known(String server, long id, Moment now) {
        if (!elsewhere.knows(server)) {
            fleet.ask(id, now.nanos());
        }
    }

    private void replace(String server, List<Person> people, Changes changes, Moment now) {
        Set<Long> ids = new HashSet<>();
        people.forEach(person -> ids.add(person.id()));
        elsewhere.of(server).stream()
                .filter(person -> !ids.contains(person.id()))
                .forEach(person -> changes.went(elsewhere.remove(server, person), person));
        elsewhere.add(server);
        people.forEach(person -> apply(server, person, changes, now));
    }

    private void count(String server, Census census, Moment now) {
        if (!elsewhere.add(server)) {
            refused++;
            return;
        }
        if (census.isFirst()) {
            Set<Long> ids = new HashSet<>();
            elsewhere.of(server).forEach(person -> ids.add(person.id()));
            unnamed.put(server, ids);
        }
        Set<Long> gone = unnamed.get(server);
        if (gone == null) {
            return; // its beginning was not heard
        }
        Changes changes = new Changes();
        census.people().forEach(person -> {
            gone.remove(person.id());
            apply(server, person, changes, now);
        });
        if (census.isLast()) {
            unnamed.remove(server);
            elsewhere.of(server).stream()
                    .filter(person -> gone.contains(person.id()))
                    .forEach(person -> changes.went(elsewhere.remove(server, person), person));
        }
        changes.tell(Sentences::left, now.nanos());
    }

    /** Puts somebody where he is now, and under which name. */
    private void apply(String server, Person person, Changes changes, Moment now) {
        Person before = elsewhere.get(server, person.id());
        if (person.equals(before)) {
            return;
        }
        boolean stays = before != null && before.room().isSameAs(person.room());
        if (before != null) {
            Room left = elsewhere.remove(server, before);
            if (!stays) {
                changes.went(left, before);
            }
        }
        Room room = rooms.find(person.room());
        boolean isShared = stays && room != null && room.isNamed(before.name());
        room = elsewhere.add(server, person, now.nanos());
        if (room == null) {
            refused++;
            return;
        }
        keepNamesApart(room, person, now);
        if (!stays) {
            changes.came(room, person);
        } else if (!before.name().equals(person.name())) {
            room.notice(
                    isShared
                            ? Sentences.parted(before.name(), person.name())
                            : Sentences.renamed(before.name(), person.name()),
                    now.nanos());
        }
    }

    /** Of two who took one name at once, or while they were out of reach, each server finds the same to be the first. */
    private void keepNamesApart(Room room, Person person, Moment now) {
        Member holder = room.named(person.name());
        if (holder != null && person.precedes(holder.person())) {
            chat.unname(holder, now);
        }
    }

    private void absent(String server, Absence absence, Moment now) {
        Person person = elsewhere.get(server, absence.id());
        if (person != null) {
            elsewhere.remove(server, person).notice(Sentences.gone(person.name(), absence.why()), now.nanos());
        }
    }

    private void hear(Line line, Moment now) {
        Room room = rooms.find(line.room());
        if (room != null && !room.members().isEmpty()) {
            room.hear(line, now.nanos());
        }
    }

    private void release(Claim claim, Moment now) {
        Room room = rooms.find(claim.room());
        Member holder = room == null ? null : room.named(claim.name());
        if (holder != null && holder.isGhostOf(claim.host(), now.nanos())) {
            chat.dismissGhost(holder);
            chat.leave(holder, Exit.LEFT, now);
        }
    }

    private void lose(String server, Changes changes) {
        elsewhere.of(server).forEach(person -> changes.went(elsewhere.remove(server, person), person));
        elsewhere.remove(server);
    }
}
