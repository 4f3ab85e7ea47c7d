package paloma.server.chat;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Exit;

/** What the chat itself says to people. */
final class Sentences {
    static final String HELP_HINT = " /help lists the commands.";

    static final String NO_NAME =
            "A name has 1 to " + ChatName.MAX_CODE_POINTS + " letters, digits, or - _ . and nothing else.";

    static final String APART = "The other servers are out of reach: only people on this one hear you.";

    static final String UNHEARD = "Only people on this server heard that line: the others were not reached in time.";

    /** More names than these are told by their number. */
    private static final int MAX_NAMED = 10;

    /** Fits one packet on any path. */
    private static final int MAX_LIST_BYTES = 1_000;

    private Sentences() {}

    /** Returns who he is, where, and with whom. */
    static String whereabouts(Member member, Room room) {
        List<ChatName> others = room.names(member);
        return others.isEmpty()
                ? "You are " + member.name() + ", alone in " + room.name() + "."
                : "You are " + member.name() + " in " + room.name() + ", with " + company(others) + ".";
    }

    private static String company(List<ChatName> others) {
        return others.size() > MAX_NAMED ? others.size() + " others" : named(others);
    }

    private static String named(List<ChatName> names) {
        StringBuilder named = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            named.append(i == 0 ? "" : i == names.size() - 1 ? " and " : ", ").append(names.get(i));
        }
        return named.toString();
    }

    static String gone(ChatName name, Exit why) {
        return name
                + switch (why) {
                    case LEFT -> " has left.";
                    case SILENT -> " is silent and was let go.";
                    case UNREAD -> " did not read and was let go.";
                    case REFUSED -> " was let go.";
                };
    }

    static String came(List<ChatName> names) {
        return people(names) + (names.size() == 1 ? " is here." : " are here.");
    }

    static String left(List<ChatName> names) {
        return people(names) + (names.size() == 1 ? " has left." : " have left.");
    }

    /** Returns who went with a server that is not there any more. */
    static String lost(List<ChatName> names) {
        return people(names) + (names.size() == 1 ? " is gone with another server." : " are gone with another server.");
    }

    private static String people(List<ChatName> names) {
        return names.size() > MAX_NAMED ? names.size() + " people" : named(names);
    }

    static String renamed(ChatName before, ChatName now) {
        return before + " is now " + now + ".";
    }

    /** Returns the same where somebody else keeps the name. */
    static String parted(ChatName before, ChatName now) {
        return "There were two people named " + before + ": one is now " + now + ".";
    }

    /** Returns what the other servers' return means to a room in which as many lines were heard here alone. */
    static String back(List<ChatName> elsewhere, int linesApart) {
        String with = elsewhere.isEmpty() ? "" : ", with " + company(elsewhere);
        return "The other servers are back" + with
                + switch (linesApart) {
                    case 0 -> ".";
                    case 1 -> ". A line that was said here meanwhile was heard here alone.";
                    default -> ". " + linesApart + " lines that were said here meanwhile were heard here alone.";
                };
    }

    /** Returns as many items as fit in one line, and how many there are more. */
    static String list(Iterable<?> items, int count) {
        StringBuilder list = new StringBuilder();
        Iterator<?> rest = items.iterator();
        int bytes = 0;
        for (int listed = 0; rest.hasNext(); listed++) {
            String item = rest.next().toString();
            bytes += item.getBytes(StandardCharsets.UTF_8).length + 2;
            if (bytes > MAX_LIST_BYTES) {
                return list.append(", and ")
                        .append(count - listed)
                        .append(" more.")
                        .toString();
            }
            list.append(listed == 0 ? "" : ", ").append(item);
        }
        return list.append('.').toString();
    }
}
