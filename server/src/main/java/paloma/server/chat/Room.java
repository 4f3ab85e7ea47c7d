package paloma.server.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paloma.server.chat.Allowance.Rate;

/** People who hear each other, and what was said last. */
final class Room {
    /** Each line goes to everybody there: more than anyone can read, and 100,000 sends a second in a room of 1,000. */
    static final Rate LINES = new Rate(100, 200);

    /** Who comes and goes all the time would make as much work as who talks. */
    static final Rate NOTICES = new Rate(50, 200);

    private final ChatName name;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final History history = new History();
    private final Allowance lines;
    private final Allowance notices;
    private int unsaidNotices;

    Room(ChatName name, long nowNanos) {
        this.name = name;
        this.lines = new Allowance(LINES, nowNanos);
        this.notices = new Allowance(NOTICES, nowNanos);
    }

    ChatName name() {
        return name;
    }

    int size() {
        return members.size();
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Returns who has this name, or one that differs in case alone; null where nobody has. */
    Member named(ChatName wanted) {
        return members.get(wanted.key());
    }

    /** Returns those who are there in the order in which they came, but for one. */
    List<Member> others(Member one) {
        List<Member> others = new ArrayList<>(members.values());
        others.remove(one);
        return others;
    }

    Collection<Member> members() {
        return members.values();
    }

    void add(Member member) {
        members.put(member.name().key(), member);
        member.moveTo(this);
    }

    void remove(Member member) {
        members.remove(member.name().key());
        member.moveTo(null);
    }

    void rename(Member member, ChatName other) {
        members.remove(member.name().key());
        member.rename(other);
        members.put(other.key(), member);
    }

    void tellHistory(Member member) {
        history.tell(member);
    }

    /** Sends what a member says to everybody, himself included; returns false where too much is said here. */
    boolean say(Member speaker, String text, Moment now) {
        if (!lines.take(now.nanos())) {
            return false;
        }
        String said = speaker.name() + ": " + text;
        history.add(Member.line("[" + now.time() + "] " + said));
        tell(Member.line(said));
        return true;
    }

    /**
     * Sends a notice to everybody; returns false where there are too many. The next one that is sent says how many were
     * not.
     */
    boolean notice(String text, long nowNanos) {
        if (!notices.take(nowNanos)) {
            unsaidNotices++;
            return false;
        }
        if (unsaidNotices > 0) {
            tell(Member.line(
                    "* " + unsaidNotices + " more came, went or changed their names: /who lists who is here."));
            unsaidNotices = 0;
        }
        tell(Member.line("* " + text));
        return true;
    }

    private void tell(byte[] line) {
        members.values().forEach(member -> member.tell(line));
    }

    /** Returns the room as a list of rooms has it. */
    @Override
    public String toString() {
        return name + " (" + size() + ")";
    }
}
