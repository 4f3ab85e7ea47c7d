package paloma.client.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import paloma.client.chat.Echoes.Sent;

/** What is to be said: waits its turn, leaves at the server's pace, and counts as taken when the server has shown it. */
final class Outbox {
    static final int MAX_LINE_BYTES = 1_000;

    /** A person who types so much while the line is gone is told; a pipe is not read so far. */
    static final int MAX_WAITING = 100;

    private static final int MAX_IN_FLIGHT = 64;
    private static final int MAX_PINGS = 64;
    private static final long PING_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String PING = "/ping";

    /** Told of each line that was not seen to be taken. */
    interface Losses {
        void notTaken(Sent line, String why);
    }

    /** @param number that of the last line sent before it */
    private record Ping(boolean typed, long number, long nanos) {}

    private final boolean ordered;
    private final Losses losses;
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private final Echoes echoes = new Echoes();
    private final Deque<Ping> pings = new ArrayDeque<>();
    private Pace pace;
    private long count;
    private long sentNumber;

    Outbox(boolean ordered, Losses losses, long nowNanos) {
        this.ordered = ordered;
        this.losses = losses;
        pace = new Pace(nowNanos);
    }

    /** Takes a line that is to be said. */
    void add(String line, long nowNanos) {
        Sent next = new Sent(++count, line, nowNanos);
        int bytes = line.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_LINE_BYTES) {
            losses.notTaken(next, "it has " + bytes + " bytes, and a line has at most " + MAX_LINE_BYTES);
        } else if (waiting.size() == MAX_WAITING) {
            losses.notTaken(next, MAX_WAITING + " lines wait before it");
        } else {
            waiting.add(next);
        }
    }

    /** Counts a line that cannot be said. */
    void refuse(String line, String why, long nowNanos) {
        losses.notTaken(new Sent(++count, line, nowNanos), why);
    }

    int waiting() {
        return waiting.size();
    }

    /** Returns whether nothing waits, neither to be sent nor to be seen. */
    boolean isDone() {
        return waiting.isEmpty() && echoes.isEmpty();
    }

    /** Returns the next line if one may leave now, with what tells whether a command was taken; else null. */
    String next(long nowNanos) {
        if (waiting.isEmpty() || echoes.size() == MAX_IN_FLIGHT || !pace.allows(nowNanos)) {
            return null;
        }
        Sent line = waiting.remove();
        pace.sent(nowNanos);
        sentNumber = line.number();
        if (line.text().equals(PING)) {
            return ping(true, nowNanos);
        }
        Sent sent = new Sent(line.number(), line.text(), nowNanos);
        echoes.sent(sent);
        return line.text() + '\n' + (sent.isCommand() ? ping(false, nowNanos) : "");
    }

    /** Returns what asks the server for a pong that nobody is shown. */
    String ping(long nowNanos) {
        return ping(false, nowNanos);
    }

    /** Called with what one said oneself, as the server shows it. */
    void echoed(String text) {
        echoes.heard(text);
    }

    /** Called at a pong; returns whether a person has asked for it. */
    boolean ponged() {
        Ping ping = pings.poll();
        if (ping == null) {
            return false;
        }
        echoes.upTo(ping.number(), true);
        if (ordered) {
            report(echoes.upTo(ping.number(), false), "the server did not take it");
        }
        return ping.typed();
    }

    /** Called when time has passed. Over a stream time tells nothing: a pong does, however much is on its way before it. */
    void expire(long nowNanos) {
        if (ordered) {
            return;
        }
        pings.removeIf(ping -> nowNanos - ping.nanos() >= PING_PATIENCE_NANOS);
        report(echoes.expired(nowNanos), "the server did not show it within 10 s");
    }

    /** Called when a line to the server is there, the first or another. */
    void settled(long nowNanos) {
        report(echoes.upTo(Long.MAX_VALUE, true), "the line went meanwhile");
        report(echoes.upTo(Long.MAX_VALUE, false), "the line went meanwhile");
        pings.clear();
        pace = new Pace(nowNanos);
    }

    /** Called when nothing is sent any more. */
    void close() {
        settled(0);
        report(List.copyOf(waiting), "it was not sent");
        waiting.clear();
    }

    /** Returns when {@link #next} or {@link #expire} has something to do, if not before {@code latestNanos}. */
    long nextNanos(long latestNanos) {
        long next = latestNanos;
        if (!waiting.isEmpty() && echoes.size() < MAX_IN_FLIGHT && pace.nextNanos() - next < 0) {
            next = pace.nextNanos();
        }
        return !ordered && !echoes.isEmpty() && echoes.nextNanos() - next < 0 ? echoes.nextNanos() : next;
    }

    private String ping(boolean typed, long nowNanos) {
        if (pings.size() == MAX_PINGS) {
            pings.remove();
        }
        pings.add(new Ping(typed, sentNumber, nowNanos));
        return PING + '\n';
    }

    private void report(List<Sent> lines, String why) {
        lines.forEach(line -> losses.notTaken(line, why));
    }
}
