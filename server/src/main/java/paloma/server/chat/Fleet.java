package paloma.server.chat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import paloma.server.bus.Bus;
import paloma.server.chat.Allowance.Rate;
import paloma.server.chat.message.Absence;
import paloma.server.chat.message.Ask;
import paloma.server.chat.message.Census;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Claim;
import paloma.server.chat.message.Exit;
import paloma.server.chat.message.Line;
import paloma.server.chat.message.Message;
import paloma.server.chat.message.Person;
import paloma.server.chat.message.Presence;

/** The other servers over a bus. Each server says who its own people are, and no other does. */
final class Fleet implements Others {
    /** A census answers whoever has asked. */
    private static final Rate CENSUSES = new Rate(1, 2);

    private enum Reach {
        /** Whether there is a bus is not known yet. */
        STARTING,
        REACHED,
        APART
    }

    private final Bus bus;
    private final Rooms rooms;
    private final Executor guard;
    private final Allowance questions;
    private final Allowance answers;
    private Reach reach = Reach.STARTING;
    private boolean isBehind;

    /** @param guard runs what the bus has found, as the chat is called */
    Fleet(Bus bus, Rooms rooms, Executor guard, long nowNanos) {
        this.bus = bus;
        this.rooms = rooms;
        this.guard = guard;
        questions = new Allowance(CENSUSES, nowNanos);
        answers = new Allowance(CENSUSES, nowNanos);
    }

    /** Called when the bus has brought the tables of all others; returns whether they were out of reach before. */
    boolean reached() {
        Reach before = reach;
        reach = Reach.REACHED;
        if (before == Reach.STARTING) {
            rooms.all().forEach(this::readAwaited);
        }
        return before == Reach.APART;
    }

    /** Called when there is no bus; returns whether there was, or might have been. */
    boolean parted() {
        Reach before = reach;
        reach = Reach.APART;
        return before != Reach.APART;
    }

    @Override
    public boolean areApart() {
        return reach == Reach.APART;
    }

    @Override
    public void present(Member member) {
        byte[] presence = new Presence(member.person()).bytes();
        bus.set(key(member), presence);
        tell(presence);
    }

    @Override
    public void absent(Member member, Exit why) {
        bus.unset(key(member));
        tell(new Absence(member.id(), why).bytes());
    }

    /** What the bus keeps is there before it is told: whoever reads it late hears it, and whoever reads it early too. */
    @Override
    public boolean said(Room room, Line line) {
        if (reach == Reach.APART) {
            room.saidApart();
            return true;
        }
        byte[] bytes = line.bytes();
        bus.append(room.name().key(), bytes, History.LINES);
        catchUp();
        return bus.tell(bytes);
    }

    @Override
    public void claim(ChatName name, Room room, Member by) {
        InetAddress host = by.host();
        if (host != null) {
            tell(new Claim(name, room.name(), host).bytes());
        }
    }

    @Override
    public void fill(Room room, long nowNanos) {
        if (reach == Reach.APART) {
            return;
        }
        room.history().await(nowNanos);
        if (reach == Reach.REACHED) {
            readAwaited(room);
        }
    }

    /** Asks who is at a server that nothing is known of but this one person. */
    void ask(long id, long nowNanos) {
        if (questions.take(nowNanos)) {
            tell(new Ask(id).bytes());
        }
    }

    /** Answers who is at this server, if the one who was asked for is. */
    void answer(long id, long nowNanos) {
        boolean isOurs =
                rooms.all().stream().anyMatch(room -> room.members().stream().anyMatch(m -> m.id() == id));
        if (isOurs && answers.take(nowNanos)) {
            tellAll();
        }
    }

    /** Tells the others of all people of this server. */
    void tellAll() {
        List<Person> people = new ArrayList<>();
        rooms.all().forEach(room -> room.members().forEach(member -> people.add(member.person())));
        int told = 0;
        do {
            int end = Math.min(people.size(), told + Census.MAX_PEOPLE);
            Census part = new Census(told == 0, end == people.size(), people.subList(told, end));
            isBehind = !bus.tell(part.bytes());
            told = end;
        } while (told < people.size() && !isBehind);
    }

    private void readAwaited(Room room) {
        Awaited awaited = room.history().awaited();
        if (awaited != null) {
            bus.read(
                    room.name().key(),
                    entries -> guard.execute(() -> room.history().fill(awaited, linesOf(room, entries))));
        }
    }

    private static List<Line> linesOf(Room room, List<byte[]> entries) {
        List<Line> lines = new ArrayList<>();
        for (byte[] entry : entries.subList(Math.max(0, entries.size() - History.LINES), entries.size())) {
            if (Message.of(entry) instanceof Line line && line.room().isSameAs(room.name())) {
                lines.add(line);
            }
        }
        return lines;
    }

    private void tell(byte[] message) {
        catchUp();
        isBehind |= !bus.tell(message);
    }

    /** Makes up for what did not find its place on the bus. */
    private void catchUp() {
        if (isBehind && reach == Reach.REACHED) {
            tellAll();
        }
    }

    private static String key(Member member) {
        return Long.toHexString(member.id());
    }
}
