package paloma.client.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who one is and where, as the server's notices have it. */
final class Membership {
    private static final Pattern GREETING = Pattern.compile("You are ([^ ,]+)(?:, alone)? in ([^ ,]+)[,.](?: .*)?");
    private static final Pattern NOWHERE = Pattern.compile("You are ([^ ,]+), in no room:.*");
    private static final Pattern RENAMED = Pattern.compile("([^ ,]+) is now ([^ ,]+)\\.");
    private static final Pattern NAMED_ALREADY = Pattern.compile("You are ([^ ,]+) already\\.");
    private static final Pattern IN_ALREADY = Pattern.compile("You are in ([^ ,]+) already\\.");

    private String name = "";
    private String room = "";

    /** Returns one's name; empty while it is unknown. */
    String name() {
        return name;
    }

    /** Returns the room; empty while it is unknown. */
    String room() {
        return room;
    }

    /** Returns whether the notice says that one is in a room now. */
    boolean joins(String notice) {
        Matcher greeting = GREETING.matcher(notice);
        if (!greeting.matches() || !ChatName.isName(greeting.group(1)) || !ChatName.isName(greeting.group(2))) {
            return false;
        }
        name = greeting.group(1);
        room = greeting.group(2);
        return true;
    }

    /** Returns whether the notice says that one has another name now. */
    boolean renames(String notice) {
        Matcher renamed = RENAMED.matcher(notice);
        if (!renamed.matches() || !renamed.group(1).equals(name) || !ChatName.isName(renamed.group(2))) {
            return false;
        }
        name = renamed.group(2);
        return true;
    }

    /** Learns from what a server says to whoever asks for what he has: over datagrams he may not know. */
    void learn(String notice) {
        name = found(NAMED_ALREADY, notice, found(NOWHERE, notice, name));
        room = found(IN_ALREADY, notice, room);
    }

    void forget() {
        name = "";
        room = "";
    }

    private static String found(Pattern pattern, String notice, String otherwise) {
        Matcher matcher = pattern.matcher(notice);
        return matcher.matches() && ChatName.isName(matcher.group(1)) ? matcher.group(1) : otherwise;
    }
}
