package paloma.server.chat;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import paloma.server.chat.Allowance.Rate;
import paloma.service.Peer;

/** Somebody in the chat: his name, where he is, and what he may still say. */
final class Member {
    /** More than anyone types, and a paste of some lines at once. */
    static final Rate LINES = new Rate(5, 20);

    /** A client asks some times a minute whether the line is up; it may be restarted, and ask at once again. */
    static final Rate PINGS = new Rate(2, 10);

    private final Peer peer;
    private final Allowance lines;
    private final Allowance pings;
    private ChatName name;
    private Room room;
    private long heardNanos;
    private int unsentLines;
    private boolean reads = true;

    Member(Peer peer, ChatName name, long nowNanos) {
        this.peer = peer;
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
        reads &= peer.send(Unpooled.wrappedBuffer(line));
    }

    /** Sends a notice to him alone. */
    void notice(String text) {
        tell(line("* " + text));
    }

    void dismiss() {
        peer.dismiss();
    }

    Peer peer() {
        return peer;
    }

    ChatName name() {
        return name;
    }

    void rename(ChatName other) {
        name = other;
    }

    /** Returns where he is; null for nowhere. */
    Room room() {
        return room;
    }

    void moveTo(Room other) {
        room = other;
    }

    /** Returns whether all that he was told found its place; who does not read is let go for that. */
    boolean reads() {
        return reads;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    long silentNanos(long nowNanos) {
        return nowNanos - heardNanos;
    }

    /** Returns whether both have one IP address; all UNIX sockets are of this host. */
    boolean isAtTheHostOf(Member other) {
        return Objects.equals(host(), other.host());
    }

    private InetAddress host() {
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
