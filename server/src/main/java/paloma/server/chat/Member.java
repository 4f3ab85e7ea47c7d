package paloma.server.chat;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import paloma.server.chat.Allowance.Rate;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Exit;
import paloma.server.chat.message.Line;
import paloma.server.chat.message.Person;
import paloma.service.Departure;
import paloma.service.Peer;

/** Somebody in the chat: his name, where he is, and what he may still say. */
final class Member {
    /** More than anyone types, and a paste of some lines at once. */
    static final Rate LINES = new Rate(5, 20);

    /** A client asks some times a minute whether the line is up; it may be restarted, and ask at once again. */
    static final Rate PINGS = new Rate(2, 10);

    /** A client that lost its line is back sooner; somebody who reads is not, and types or pings meanwhile. */
    static final long GHOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What is held back for somebody is what he types himself, and what a room hears in some seconds. */
    private static final int MAX_HELD = 1_000;

    private final Peer peer;
    private final long id;
    private final Allowance lines;
    private final Allowance pings;
    private ChatName name;
    private Room room;
    private long sinceMillis;
    private long heardNanos;
    private long saidLines;
    private int unsentLines;
    private boolean reads = true;
    private List<byte[]> held;

    /** @param id by which other servers know him */
    Member(Peer peer, long id, ChatName name, long nowNanos) {
        this.peer = peer;
        this.id = id;
        this.name = name;
        this.heardNanos = nowNanos;
        this.lines = new Allowance(LINES, nowNanos);
        this.pings = new Allowance(PINGS, nowNanos);
    }

    static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a line with its end; the bytes may be shared, and are never written to. */
    void tell(byte[] line) {
        if (held == null) {
            reads &= peer.send(Unpooled.wrappedBuffer(line));
            return;
        }
        held.add(line);
        if (held.size() == MAX_HELD) {
            release(List.of());
        }
    }

    /** Keeps what he is told from now on, for he is to be told something before it. */
    void holdBack() {
        held = new ArrayList<>();
    }

    /** Tells him what was to come first, and what was held back; nothing where nothing is. */
    void release(List<Kept> first) {
        if (held != null) {
            List<byte[]> rest = held;
            held = null;
            first.forEach(line -> tell(line.bytes()));
            rest.forEach(this::tell);
        }
    }

    /** Forgets what was held back, for he has gone. */
    void discard() {
        held = null;
    }

    /** Sends a notice to him alone. */
    void notice(String text) {
        tell(line("* " + text));
    }

    void dismiss() {
        peer.dismiss();
    }

    /** Returns what other servers know of him while he is in a room. */
    Person person() {
        return new Person(id, sinceMillis, name, room.name());
    }

    long id() {
        return id;
    }

    /** Returns what he says in his room. */
    Line says(String text, long nowMillis) {
        return new Line(id, ++saidLines, nowMillis, name, room.name(), text);
    }

    Peer peer() {
        return peer;
    }

    ChatName name() {
        return name;
    }

    void rename(ChatName other, long nowMillis) {
        name = other;
        sinceMillis = nowMillis;
    }

    /** Returns where he is; null for nowhere. */
    Room room() {
        return room;
    }

    void moveTo(Room other, long nowMillis) {
        room = other;
        sinceMillis = nowMillis;
    }

    /** Returns why he is gone, where the server says what it knows; who does not read is refused for that. */
    Exit exit(Departure departure) {
        return switch (departure) {
            case LEFT -> Exit.LEFT;
            case SILENT -> Exit.SILENT;
            case REFUSED -> reads ? Exit.REFUSED : Exit.UNREAD;
        };
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /**
     * Returns whether he may be what is left of somebody who came back, from this IP address: he was at the same and is
     * silent.
     */
    boolean isGhostOf(InetAddress host, long nowNanos) {
        return nowNanos - heardNanos >= GHOST_NANOS && Objects.equals(host(), host);
    }

    /** Returns his IP address; null for all UNIX sockets, which are of this host. */
    InetAddress host() {
        return peer.address() instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    boolean mayPing(long nowNanos) {
        return pings.take(nowNanos);
    }

    /** Takes one line of his rate. He is told of the first that is refused, and later how many more there were. */
    boolean maySpeak(long nowNanos) {
        if (!lines.take(nowNanos)) {
            if (unsentLines++ == 0) {
                notice("Too fast: a line was not sent. You may send " + LINES.perSecond() + " a second.");
            }
            return false;
        }
        if (unsentLines > 1) {
            notice((unsentLines - 1) + " more of your lines " + (unsentLines == 2 ? "was" : "were") + " not sent.");
        }
        unsentLines = 0;
        return true;
    }

    @Override
    public String toString() {
        return name.text();
    }
}
