package paloma.client.chat;

import java.util.concurrent.TimeUnit;

/** The way into one's room, under one's name: what is sent for it, and what has come of it. */
final class Settling {
    enum Verdict {
        /** One is where one wants to be. */
        IN,
        /** Nothing is known yet. */
        OPEN,
        /** To be sent again: something was lost. */
        AGAIN,
        /** To be sent again a while later: an old connection of one's own may hold the name. */
        LATER,
        /** The server gave another name or another room. */
        REFUSED,
        /** The server does not answer. */
        LOST
    }

    static final long LATER_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A server gives a name away whose holder was silent for 30 s. */
    static final long NAME_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long STREAM_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DATAGRAM_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_TRIES = 4;
    private static final int MAX_CODES = 3;

    private final boolean ordered;
    private String name;
    private String room;
    private String code = "";
    private int tries;
    private int codes;
    private int refusals;
    private boolean isLater;

    Settling(ChatPlan plan) {
        ordered = plan.ordered();
        name = plan.name();
        room = plan.room();
    }

    /** Called when one has another name by one's own will. */
    void wantName(String name) {
        this.name = name;
    }

    void wantRoom(String room) {
        this.room = room;
    }

    /** Starts on a new way to the server. */
    void begin() {
        code = "";
        codes = 0;
        tries = 0;
        refusals = 0;
        isLater = false;
    }

    /** Returns whether this is another code than the last, and not one too many. */
    boolean accepts(String digits) {
        if (digits.equals(code) || codes == MAX_CODES) {
            return false;
        }
        code = digits;
        codes++;
        tries = 0;
        return true;
    }

    /** Returns what is to be sent, as one datagram: a server passes over a code that it has seen. */
    String lines() {
        return (code.isEmpty() ? "" : code + '\n')
                + (room == null ? "" : "/join " + room + '\n')
                + (name == null ? "" : "/name " + name + '\n');
    }

    /** Returns how long to wait for what comes of it. */
    long patienceNanos() {
        return ordered ? STREAM_NANOS : DATAGRAM_NANOS << tries;
    }

    boolean isIn(Membership self) {
        return !self.name().isEmpty()
                && !self.room().isEmpty()
                && isHere(self)
                && (name == null || ChatName.same(name, self.name()));
    }

    /** Returns whether one is in the room that one wants. */
    boolean isHere(Membership self) {
        return room == null || ChatName.same(room, self.room());
    }

    /**
     * Judges at a pong, which follows the answers to what was sent; over datagrams it may have overtaken them once.
     *
     * @param patient whether the name may become free
     */
    Verdict ponged(Membership self, boolean patient) {
        if (isIn(self)) {
            return Verdict.IN;
        }
        if (self.name().isEmpty()) {
            return Verdict.OPEN;
        }
        if (patient) {
            isLater = true;
            return Verdict.LATER;
        }
        refusals++;
        return ordered || refusals > 1 ? Verdict.REFUSED : Verdict.AGAIN;
    }

    /** Judges when nothing came in time. */
    Verdict timedOut(Membership self) {
        if (isIn(self)) {
            return Verdict.IN;
        }
        if (isLater) {
            isLater = false;
            tries = 0;
            return Verdict.AGAIN;
        }
        tries++;
        return ordered || tries == MAX_TRIES ? Verdict.LOST : Verdict.AGAIN;
    }
}
