package paloma.server.chat;

import java.util.concurrent.TimeUnit;
import paloma.server.chat.Command.Verb;
import paloma.server.config.ChatSettings;
import paloma.service.Departure;

/** What each command does for who typed it. */
final class Commands {
    /** A client that lost its line is back sooner; somebody who reads is not, and types or pings meanwhile. */
    static final long GHOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final String NOWHERE = "You are in no room: write /join ROOM, such as /join lobby.";

    private final Chat chat;
    private final Rooms rooms;
    private final ChatSettings settings;

    Commands(Chat chat, Rooms rooms, ChatSettings settings) {
        this.chat = chat;
        this.rooms = rooms;
        this.settings = settings;
    }

    void run(Member member, Command command, Moment now) {
        String argument = command.argument();
        switch (command.verb()) {
            case SAY -> say(member, argument, now);
            case JOIN -> join(member, argument, now);
            case NAME -> rename(member, argument, now);
            case WHO -> who(member);
            case ROOMS ->
                member.notice("Rooms (" + rooms.all().size() + "): "
                        + Sentences.list(rooms.all(), rooms.all().size()));
            case LEAVE -> leave(member, now);
            case HELP -> help(member);
            case PING, NOTHING -> {}
            case REFUSED -> refuse(member, argument);
            case UNKNOWN -> member.notice("There is no /" + argument + ": /help lists the commands.");
        }
    }

    private void say(Member member, String text, Moment now) {
        Room room = member.room();
        if (room == null) {
            refuse(member, NOWHERE);
        } else if (room.say(member, text, now)) {
            chat.count(true);
        } else {
            refuse(
                    member,
                    "A line was not sent: more was said in " + room.name() + " than the " + Room.LINES.perSecond()
                            + " lines a second that a room may hear.");
        }
    }

    private void refuse(Member member, String why) {
        chat.count(false);
        member.notice(why);
    }

    private void join(Member member, String given, Moment now) {
        ChatName.parse(given)
                .ifPresentOrElse(name -> join(member, name, now), () -> member.notice(misnamed(given, Verb.JOIN)));
    }

    private void join(Member member, ChatName name, Moment now) {
        Room room = rooms.named(name, now.nanos());
        if (room == null) {
            member.notice("There are " + settings.rooms() + " rooms already, and no more: /rooms lists them.");
        } else if (room == member.room()) {
            member.notice("You are in " + room.name() + " already.");
        } else if (isTaken(member.name(), room, member, now)) {
            member.notice(
                    room.name() + " has somebody named " + member.name() + ": take another name with /name NAME.");
        } else if (room.size() >= settings.members()) {
            member.notice(room.name() + " is full: it has " + room.size() + " people.");
        } else {
            if (member.room() != null) {
                chat.leave(member, Sentences.gone(member, Departure.LEFT), now);
            }
            chat.enter(member, room, "", now);
        }
    }

    private void rename(Member member, String given, Moment now) {
        ChatName.parse(given)
                .ifPresentOrElse(name -> rename(member, name, now), () -> member.notice(misnamed(given, Verb.NAME)));
    }

    private void rename(Member member, ChatName name, Moment now) {
        Room room = member.room();
        String notice = member.name() + " is now " + name + ".";
        if (name.equals(member.name())) {
            member.notice("You are " + name + " already.");
        } else if (room == null) {
            member.rename(name);
            member.notice(notice);
        } else if (isTaken(name, room, member, now)) {
            member.notice(room.name() + " has somebody named " + name + ": take another name.");
        } else {
            room.rename(member, name);
            if (!room.notice(notice, now.nanos())) {
                member.notice(notice);
            }
        }
    }

    /** Returns whether somebody else has the name there. Who came back on another port takes it from his former self. */
    private boolean isTaken(ChatName name, Room room, Member by, Moment now) {
        Member holder = room.named(name);
        if (holder == null || holder == by) {
            return false;
        }
        if (holder.silentNanos(now.nanos()) < GHOST_NANOS || !holder.isAtTheHostOf(by)) {
            return true;
        }
        chat.dismiss(holder, "Somebody at your address took your name. Good-bye.");
        room.remove(holder);
        room.notice(Sentences.gone(holder, Departure.LEFT), now.nanos());
        return false;
    }

    private static void who(Member member) {
        Room room = member.room();
        member.notice(
                room == null
                        ? NOWHERE
                        : "In " + room.name() + " (" + room.size() + "): "
                                + Sentences.list(room.members(), room.size()));
    }

    private void leave(Member member, Moment now) {
        chat.dismiss(member, "Good-bye.");
        if (member.room() != null) {
            chat.leave(member, Sentences.gone(member, Departure.LEFT), now);
        }
    }

    private static void help(Member member) {
        for (Verb verb : Verb.values()) {
            if (verb.isTyped()) {
                member.notice(verb.help());
            }
        }
    }

    private static String misnamed(String given, Verb verb) {
        return given.isEmpty() ? "Write " + verb.usage() + "." : Sentences.NO_NAME;
    }
}
