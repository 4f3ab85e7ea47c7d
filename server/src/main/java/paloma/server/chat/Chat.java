package paloma.server.chat;

import io.netty.buffer.ByteBuf;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import paloma.server.bus.Bus;
import paloma.server.chat.Command.Verb;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Exit;
import paloma.server.config.ChatSettings;
import paloma.service.Departure;
import paloma.service.Peer;

/**
 * Who is in the chat, and what becomes of what they type. Passive: has no channel, thread or clock, and is called by one
 * thread at a time, so that all members of a room hear the same in the same order. A peer that departs by what is sent to
 * him must not be told of here before the call that sent it has returned.
 */
final class Chat {
    private final Rooms rooms;
    private final Commands commands;
    private final ChatSettings settings;
    private final Others others;
    private final FromOthers fromOthers;
    private final Guests guests;
    private final LongSupplier ids;
    private final Map<Peer, Member> members = new IdentityHashMap<>();
    private long said;
    private long unsent;
    private boolean stopped;

    /** Makes the chat of a server alone. */
    Chat(ChatSettings settings, long nowNanos) {
        this.settings = settings;
        rooms = new Rooms(settings.rooms(), nowNanos);
        others = Others.NONE;
        fromOthers = null;
        guests = Guests.counted();
        ids = () -> 0;
        commands = new Commands(this, rooms, settings, others);
    }

    /**
     * Makes the chat of a server among others.
     *
     * @param guard runs what the bus has to tell at once, and as all other calls of this are made: one at a time
     */
    Chat(ChatSettings settings, Bus bus, Executor guard, RandomGenerator random, long nowNanos) {
        this.settings = settings;
        rooms = new Rooms(settings.rooms(), nowNanos);
        Fleet fleet = new Fleet(bus, rooms, guard, nowNanos);
        others = fleet;
        fromOthers = new FromOthers(this, fleet, rooms);
        guests = Guests.random(random);
        ids = random::nextLong;
        commands = new Commands(this, rooms, settings, others);
    }

    /** Returns what is to hear the bus. */
    FromOthers fromOthers() {
        return fromOthers;
    }

    boolean isStopped() {
        return stopped;
    }

    int size() {
        return members.size();
    }

    int rooms() {
        return rooms.all().size();
    }

    List<RoomView> roomViews() {
        return rooms.all().stream()
                .sorted(Comparator.comparingInt(Room::size).reversed())
                .limit(RoomView.MAX_ROOMS)
                .map(Room::view)
                .toList();
    }

    /** Returns how many lines went to a room. */
    long said() {
        return said;
    }

    /** Returns how many did not, and their senders were told. */
    long unsent() {
        return unsent;
    }

    /** Takes somebody in: he is in the lobby, if there is room. */
    void arrived(Peer peer, Moment now) {
        Room lobby = rooms.lobby();
        Member member = new Member(peer, ids.getAsLong(), guests.next(lobby), now.nanos());
        if (stopped) {
            member.notice("The server stops.");
            return;
        }
        members.put(peer, member);
        if (lobby.size() < settings.members()) {
            enter(member, lobby, Sentences.HELP_HINT, now);
        } else {
            member.notice("You are " + member.name() + ", in no room: " + lobby.name() + " is full."
                    + " /join ROOM takes you to another." + Sentences.HELP_HINT);
        }
        if (others.areApart()) {
            member.notice(Sentences.APART);
        }
    }

    /** Does what a line asks for. Lines of somebody who was let go are ignored. */
    void received(Peer peer, ByteBuf line, Moment now) {
        Member member = members.get(peer);
        if (member == null) {
            return;
        }
        member.heard(now.nanos());
        if (member.room() != null) {
            member.room().history().giveUp(now.nanos());
        }
        Command command = Command.of(line);
        if (command.verb() == Verb.PING) {
            ping(member, now);
        } else if (command.verb() != Verb.NOTHING) {
            obey(member, command, now);
        }
    }

    void departed(Peer peer, Departure departure, Moment now) {
        Member member = members.remove(peer);
        if (member != null && member.room() != null) {
            member.discard();
            leave(member, member.exit(departure), now);
        }
    }

    /** Tells everybody that the server stops, and nothing more from then on. */
    void stop() {
        stopped = true;
        members.values().forEach(member -> {
            member.release(List.of());
            member.notice("The server stops.");
        });
        members.clear();
    }

    /** Puts a member who is nowhere into a room: the others hear of it, he sees whom he is with and what was said. */
    void enter(Member member, Room room, String hint, Moment now) {
        room.notice(member.name() + " is here.", now.nanos());
        if (room.members().isEmpty()) {
            others.fill(room, now.nanos());
        }
        room.add(member, now.unixMillis());
        others.present(member);
        member.notice(Sentences.whereabouts(member, room) + hint);
        room.history().tell(member);
    }

    /** Takes a member out of his room, which hears why. */
    void leave(Member member, Exit why, Moment now) {
        Room room = member.room();
        takeOut(member, why, now);
        rooms.left(room);
    }

    /** Does the same, and leaves the room as it is for whoever is about to come. */
    void takeOut(Member member, Exit why, Moment now) {
        Room room = member.room();
        others.absent(member, why);
        room.remove(member);
        room.notice(Sentences.gone(member.name(), why), now.nanos());
    }

    /** Takes the name from a member, for somebody elsewhere had it before him. */
    void unname(Member member, Moment now) {
        Room room = member.room();
        ChatName before = member.name();
        room.rename(member, guests.next(room), now.unixMillis());
        others.present(member);
        member.notice(
                "Somebody on another server had the name " + before + " before you: take another with /name NAME.");
        member.notice(Sentences.renamed(before, member.name()));
        room.notice(Sentences.parted(before, member.name()), member, now.nanos());
    }

    /** Lets a member go whose name is taken by who he was himself. */
    void dismissGhost(Member member) {
        dismiss(member, "Somebody at your address took your name. Good-bye.");
    }

    /** Says good-bye to a member and lets him go; {@code departed} need not come any more. */
    void dismiss(Member member, String farewell) {
        members.remove(member.peer());
        member.release(List.of());
        member.notice(farewell);
        member.dismiss();
    }

    /** Counts a line that went to a room, or did not. */
    void count(boolean wasSaid) {
        if (wasSaid) {
            said++;
        } else {
            unsent++;
        }
    }

    private void obey(Member member, Command command, Moment now) {
        if (member.maySpeak(now.nanos())) {
            commands.run(member, command, now);
        } else {
            count(false);
        }
    }

    private static void ping(Member member, Moment now) {
        if (member.mayPing(now.nanos())) {
            member.notice("pong");
        }
    }
}
