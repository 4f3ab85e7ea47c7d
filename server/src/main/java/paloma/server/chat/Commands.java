package paloma.server.chat;

import paloma.server.chat.Command.Verb;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Exit;
import paloma.server.chat.message.Line;
import paloma.server.config.ChatSettings;

/** What each command does for who typed it. */
final class Commands {
    private static final String NOWHERE = "You are in no room: write /join ROOM, such as /join lobby.";

    private final Chat chat;
    private final Rooms rooms;
    private final ChatSettings settings;
    private final Others others;

    Commands(Chat chat, Rooms rooms, ChatSettings settings, Others others) {
        this.chat = chat;
        this.rooms = rooms;
        this.settings = settings;
        this.others = others;
    }

    void run(Member member, Command command, Moment now) {
        String argument = command.argument();
        switch (command.verb()) {
            case SAY -> say(member, argument, now);
            case JOIN -> join(member, argument, now);
            case NAME -> rename(member, argument, now);
            case WHO -> who(member);
            case ROOMS -> rooms(member);
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
            return;
        }
        Line line = member.says(text, now.unixMillis());
        if (!room.say(line, now.nanos())) {
            refuse(
                    member,
                    "A line was not sent: more was said in " + room.name() + " than the " + Room.LINES.perSecond()
                            + " lines a second that a room may hear.");
            return;
        }
        chat.count(true);
        if (!others.said(room, line)) {
            member.notice(Sentences.UNHEARD);
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
                chat.leave(member, Exit.LEFT, now);
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
        String notice = Sentences.renamed(member.name(), name);
        if (name.equals(member.name())) {
            member.notice("You are " + name + " already.");
        } else if (room == null) {
            member.rename(name, now.unixMillis());
            member.notice(notice);
        } else if (isTaken(name, room, member, now)) {
            member.notice(room.name() + " has somebody named " + name + ": take another name.");
        } else {
            room.rename(member, name, now.unixMillis());
            others.present(member);
            if (!room.notice(notice, now.nanos())) {
                member.notice(notice);
            }
        }
    }

    /** Returns whether somebody else has the name there. Who came back on another port takes it from his former self. */
    private boolean isTaken(ChatName name, Room room, Member by, Moment now) {
        Member holder = room.named(name);
        if (holder != null && holder != by) {
            if (!holder.isGhostOf(by.host(), now.nanos())) {
                return true;
            }
            chat.dismissGhost(holder);
            chat.takeOut(holder, Exit.LEFT, now);
        }
        boolean isTaken = room.isNamedElsewhere(name);
        if (isTaken) {
            others.claim(name, room, by);
        }
        return isTaken;
    }

    private void who(Member member) {
        Room room = member.room();
        if (room == null) {
            member.notice(NOWHERE);
        } else {
            String names = Sentences.list(room.names(null), room.size());
            tellList(member, "In " + room.name() + " (" + room.size() + "): " + names);
        }
    }

    private void rooms(Member member) {
        tellList(
                member,
                "Rooms (" + rooms.all().size() + "): "
                        + Sentences.list(rooms.all(), rooms.all().size()));
    }

    /** What is known of others may be less than there is. */
    private void tellList(Member member, String list) {
        member.notice(others.areApart() ? list + " " + Sentences.APART : list);
    }

    private void leave(Member member, Moment now) {
        chat.dismiss(member, "Good-bye.");
        if (member.room() != null) {
            chat.leave(member, Exit.LEFT, now);
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
