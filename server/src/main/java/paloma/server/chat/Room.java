package paloma.server.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import paloma.server.chat.Allowance.Rate;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Line;
import paloma.server.chat.message.Person;

/** People who hear each other, some of them at other servers, and what was said last. */
final class Room {
    /** Each line goes to everybody there: more than anyone can read, and 100,000 sends a second in a room of 1,000. */
    static final Rate LINES = new Rate(100, 200);

    /** Who comes and goes all the time would make as much work as who talks. */
    static final Rate NOTICES = new Rate(50, 200);

    /** Each of the other servers keeps to {@link #LINES}, and none is to flood the people of this one. */
    static final Rate LINES_FROM_ELSEWHERE = new Rate(400, 2_000);

    private final ChatName name;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Set<Person> elsewhere = new LinkedHashSet<>();
    private final History history = new History();
    private final Allowance lines;
    private final Allowance linesFromElsewhere;
    private final Allowance notices;
    private int unsaidNotices;
    private int unsaidLines;
    private int linesApart;

    Room(ChatName name, long nowNanos) {
        this.name = name;
        this.lines = new Allowance(LINES, nowNanos);
        this.linesFromElsewhere = new Allowance(LINES_FROM_ELSEWHERE, nowNanos);
        this.notices = new Allowance(NOTICES, nowNanos);
    }

    ChatName name() {
        return name;
    }

    int size() {
        return members.size() + elsewhere.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Returns who of this server has this name, or one that differs in case alone; null where nobody has. */
    Member named(ChatName wanted) {
        return members.get(wanted.key());
    }

    boolean isNamedElsewhere(ChatName wanted) {
        return elsewhere.stream().anyMatch(person -> person.name().isSameAs(wanted));
    }

    /** Returns whether anybody has this name. */
    boolean isNamed(ChatName wanted) {
        return named(wanted) != null || isNamedElsewhere(wanted);
    }

    /** Returns the names of this server's people in the order in which they came, and those of the others; but for one. */
    List<ChatName> names(Member butFor) {
        List<ChatName> names = new ArrayList<>(size());
        members.values().stream().filter(member -> member != butFor).forEach(member -> names.add(member.name()));
        elsewhere.forEach(person -> names.add(person.name()));
        return names;
    }

    /** Returns the people of this server. */
    Collection<Member> members() {
        return members.values();
    }

    List<ChatName> namesElsewhere() {
        return elsewhere.stream().map(Person::name).toList();
    }

    RoomView view() {
        Stream<ChatName> here = members.values().stream().map(Member::name);
        List<String> names = Stream.concat(here, elsewhere.stream().map(Person::name))
                .limit(RoomView.MAX_PEOPLE)
                .map(ChatName::toString)
                .toList();
        return new RoomView(name.toString(), names, size());
    }

    History history() {
        return history;
    }

    void add(Member member, long nowMillis) {
        members.put(member.name().key(), member);
        member.moveTo(this, nowMillis);
    }

    void remove(Member member) {
        members.remove(member.name().key());
        history.forget(member);
        member.moveTo(null, 0);
    }

    void rename(Member member, ChatName other, long nowMillis) {
        members.remove(member.name().key());
        member.rename(other, nowMillis);
        members.put(other.key(), member);
    }

    void add(Person person) {
        elsewhere.add(person);
    }

    void remove(Person person) {
        elsewhere.remove(person);
    }

    /** Sends what a member says to everybody, himself included; returns false where too much is said here. */
    boolean say(Line line, long nowNanos) {
        if (!lines.take(nowNanos)) {
            return false;
        }
        show(line);
        return true;
    }

    /** Sends what somebody says elsewhere to everybody here, unless they were told it with the history. */
    void hear(Line line, long nowNanos) {
        if (history.has(line)) {
            return;
        }
        if (!linesFromElsewhere.take(nowNanos)) {
            unsaidLines++;
            return;
        }
        if (unsaidLines > 0) {
            tell("* " + unsaidLines + " more lines came from other servers than this room may hear.");
            unsaidLines = 0;
        }
        lines.take(nowNanos); // and less may be said here
        show(line);
    }

    /** Counts a line that was said while nobody elsewhere could hear it. */
    void saidApart() {
        linesApart++;
    }

    /** Returns how many such lines there were since this was called last. */
    int takeLinesApart() {
        int taken = linesApart;
        linesApart = 0;
        return taken;
    }

    /** Sends a notice as {@link #notice(String, Member, long)} does, to everybody. */
    boolean notice(String text, long nowNanos) {
        return notice(text, null, nowNanos);
    }

    /**
     * Sends a notice to everybody but one; returns false where there are too many. The next one that is sent says how many
     * were not.
     */
    boolean notice(String text, Member butFor, long nowNanos) {
        if (!notices.take(nowNanos)) {
            unsaidNotices++;
            return false;
        }
        if (unsaidNotices > 0) {
            tell("* " + unsaidNotices + " more came, went or changed their names: /who lists who is here.");
            unsaidNotices = 0;
        }
        byte[] line = Member.line("* " + text);
        members.values().stream().filter(member -> member != butFor).forEach(member -> member.tell(line));
        return true;
    }

    /** Sends a notice to everybody, whatever else they are told. */
    void announce(String text) {
        tell("* " + text);
    }

    private void show(Line line) {
        history.add(line);
        tell(line.name() + ": " + line.text());
    }

    private void tell(String text) {
        byte[] line = Member.line(text);
        members.values().forEach(member -> member.tell(line));
    }

    /** Returns the room as a list of rooms has it. */
    @Override
    public String toString() {
        return name + " (" + size() + ")";
    }
}
