package paloma.client.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A session with a way to a server and a clock that a test turns by hand. */
final class FakeLine implements ChatWire, ChatView {
    static final String SERVER = "udp://192.0.2.7:4040";

    /** Near its end, so that every difference of times is met with an overflow. */
    long nanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

    final List<String> sent = new ArrayList<>();
    final List<ChatEvent> shown = new ArrayList<>();
    int dials;
    int hangUps;
    final ChatSession session;

    private FakeLine(ChatPlan plan) {
        session = new ChatSession(plan, this, this, new Random(1), nanos);
        session.start();
    }

    static FakeLine udp(String name, String room) {
        return new FakeLine(new ChatPlan(SERVER, name, room, true, false, true, 1));
    }

    static FakeLine tcp(String name, String room) {
        return new FakeLine(new ChatPlan(SERVER, name, room, false, true, true, 1));
    }

    static FakeLine of(boolean provesItself, boolean ordered, boolean strict, int addresses) {
        return new FakeLine(new ChatPlan(SERVER, "ana", "kitchen", provesItself, ordered, strict, addresses));
    }

    /** Returns one that is in the lobby as ana, where ben is too. */
    static FakeLine talking(boolean ordered, boolean strict) {
        FakeLine line = new FakeLine(new ChatPlan(SERVER, "ana", null, !ordered, ordered, strict, 1));
        line.open();
        line.enter();
        line.sent.clear();
        line.shown.clear();
        return line;
    }

    /** Answers what a client has sent to enter the lobby. */
    void enter() {
        if (!sent.isEmpty() && sent.get(sent.size() - 1).equals("/ping\n")) {
            hear("To join, send: 482 913");
        }
        hear("* You are guest-17 in lobby, with ben. /help lists the commands.", "* guest-17 is now ana.", "* pong");
    }

    void open() {
        session.opened(nanos);
    }

    void hear(String... lines) {
        for (String line : lines) {
            session.heard(line, nanos);
        }
    }

    void say(String... lines) {
        for (String line : lines) {
            session.say(line, nanos);
        }
    }

    void fail(ChatSession.Trouble trouble) {
        session.failed("It broke.", trouble, nanos);
    }

    /** Lets time pass, and the session do what is due at the moment at which it asked for it. */
    void pass(long millis) {
        long end = nanos + TimeUnit.MILLISECONDS.toNanos(millis);
        for (int steps = 0; !session.isOver() && session.nextNanos(end) - end < 0; steps++) {
            nanos = session.nextNanos(end);
            session.tick(nanos);
            if (steps > 100_000) {
                throw new AssertionError("the session never sleeps");
            }
        }
        nanos = end;
        session.tick(nanos);
    }

    /** Returns what was shown, a line each: its type, whose it is and its text. */
    List<String> lines() {
        return shown.stream()
                .map(event -> event.type() + " " + event.from() + ": " + event.text())
                .toList();
    }

    @Override
    public void dial() {
        dials++;
    }

    @Override
    public void send(String lines) {
        sent.add(lines);
    }

    @Override
    public void hangUp() {
        hangUps++;
    }

    @Override
    public void show(ChatEvent event) {
        shown.add(event);
    }
}
