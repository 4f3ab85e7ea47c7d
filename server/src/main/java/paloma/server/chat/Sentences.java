package paloma.server.chat;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import paloma.service.Departure;

/** What the chat itself says to people. */
final class Sentences {
    static final String HELP_HINT = " /help lists the commands.";

    static final String NO_NAME =
            "A name has 1 to " + ChatName.MAX_CODE_POINTS + " letters, digits, or - _ . and nothing else.";

    /** More names than these are told by their number. */
    private static final int MAX_NAMED = 10;

    /** Fits one packet on any path. */
    private static final int MAX_LIST_BYTES = 1_000;

    private Sentences() {}

    /** Returns who he is, where, and with whom. */
    static String whereabouts(Member member, Room room) {
        List<Member> others = room.others(member);
        return others.isEmpty()
                ? "You are " + member.name() + ", alone in " + room.name() + "."
                : "You are " + member.name() + " in " + room.name() + ", with " + company(others) + ".";
    }

    private static String company(List<Member> others) {
        if (others.size() > MAX_NAMED) {
            return others.size() + " others";
        }
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < others.size(); i++) {
            names.append(i == 0 ? "" : i == others.size() - 1 ? " and " : ", ")
                    .append(others.get(i).name());
        }
        return names.toString();
    }

    static String gone(Member member, Departure departure) {
        return member.name()
                + switch (departure) {
                    case LEFT -> " has left.";
                    case SILENT -> " is silent and was let go.";
                    case REFUSED -> member.reads() ? " was let go." : " did not read and was let go.";
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
