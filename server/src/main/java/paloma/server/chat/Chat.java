package paloma.server.chat;

import io.netty.buffer.ByteBuf;
import java.util.IdentityHashMap;
import java.util.Map;
import paloma.server.chat.Command.Verb;
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
    private final Map<Peer, Member> members = new IdentityHashMap<>();
    private long guests;
    private long said;
    private long unsent;
    private boolean stopped;

    Chat(ChatSettings settings, long nowNanos) {
        this.settings = settings;
        this.rooms = new Rooms(settings.rooms(), nowNanos);
        this.commands = new Commands(this, rooms, settings);
    }

    int size() {
        return members.size();
    }

    int rooms() {
        return rooms.all().size();
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
        Member member = new Member(peer, guest(lobby), now.nanos());
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
    }

    /** Does what a line asks for. Lines of somebody who was let go are ignored. */
    void received(Peer peer, ByteBuf line, Moment now) {
        Member member = members.get(peer);
        if (member == null) {
            return;
        }
        member.heard(now.nanos());
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
            leave(member, Sentences.gone(member, departure), now);
        }
    }

    /** Tells everybody that the server stops, and nothing more from then on. */
    void stop() {
        stopped = true;
        members.values().forEach(member -> member.notice("The server stops."));
        members.clear();
    }

    /** Puts a member who is nowhere into a room: the others hear of it, he sees whom he is with and what was said. */
    void enter(Member member, Room room, String hint, Moment now) {
        room.notice(member.name() + " is here.", now.nanos());
        room.add(member);
        member.notice(Sentences.whereabouts(member, room) + hint);
        room.tellHistory(member);
    }

    /** Takes a member out of his room, which hears why. */
    void leave(Member member, String notice, Moment now) {
        Room room = member.room();
        room.remove(member);
        room.notice(notice, now.nanos());
        rooms.left(room);
    }

    /** Says good-bye to a member and lets him go; {@code departed} need not come any more. */
    void dismiss(Member member, String farewell) {
        members.remove(member.peer());
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

    private ChatName guest(Room lobby) {
        ChatName name;
        do {
            name = ChatName.guest(++guests);
        } while (lobby.named(name) != null);
        return name;
    }
}
