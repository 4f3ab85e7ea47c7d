package paloma.client.chat;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import paloma.client.chat.ChatEvent.Type;
import paloma.client.chat.Echoes.Sent;
import paloma.client.chat.Settling.Verdict;
import paloma.client.terminal.HumanUnits;
import paloma.net.Printable;

/** A stay in a chat, over as many sockets as it takes. Does no I/O, and is told the time. */
final class ChatSession {
    /** How long a stranger waits for the code: a server answers an address once, so that the next try has another port. */
    static final long PROOF_NANOS = TimeUnit.SECONDS.toNanos(1);

    static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final int FIRST_TRIES = 5;

    /** How long what was piped in waits for a server that is gone. */
    static final long ENDING_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int LEAVE_TRIES = 3;
    private static final String LEAVE = "/leave";
    private static final String GOOD_BYE = "Good-bye.";
    private static final int MAX_QUOTED = 60;

    enum Trouble {
        /** Nobody listens at the address. */
        NOBODY,
        /** Whatever a network does. */
        LINE,
        /** Nothing that would be better at the next try. */
        FOR_GOOD
    }

    private enum Phase {
        /** A socket is being opened. */
        DIALING,
        /** Over bare UDP: a first datagram was sent, and a code is to come. */
        PROVING,
        /** What gets one into the room was sent. */
        SETTLING,
        TALKING,
        /** The line is gone, and it is too early to try again. */
        WAITING,
        LEAVING,
        OVER
    }

    private final ChatPlan plan;
    private final ChatWire wire;
    private final Outbox outbox;
    private final Settling settling;
    private final Transcript transcript;
    private final Backoff backoff;
    private Heartbeat heartbeat;
    private Phase phase = Phase.DIALING;
    private long deadlineNanos;
    private boolean hasTalked;
    private long goneNanos;
    private boolean isEnding;
    private boolean isFenced;
    private int failures;
    private int refusals;
    private int leaves;
    private long notTaken;
    private String failure;

    /** @param random spreads those who come back at the same time */
    ChatSession(ChatPlan plan, ChatWire wire, ChatView view, RandomGenerator random, long nowNanos) {
        this.plan = plan;
        this.wire = wire;
        outbox = new Outbox(plan.ordered(), this::lost, nowNanos);
        settling = new Settling(plan);
        transcript = new Transcript(view, settling, outbox::echoed);
        backoff = new Backoff(random);
        heartbeat = new Heartbeat(nowNanos);
    }

    void start() {
        wire.dial();
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** Returns whether one has been in the room. */
    boolean hasTalked() {
        return hasTalked;
    }

    /** Returns the sentence about what ended the stay; null where nothing did but oneself. */
    String failure() {
        return failure;
    }

    /** Returns how many lines of one's own were not seen to be taken. */
    long notTaken() {
        return notTaken;
    }

    /** Returns one's name; empty while it is unknown. */
    String name() {
        return transcript.self().name();
    }

    /** Returns the room that one is in; empty while it is unknown. */
    String room() {
        return transcript.self().room();
    }

    /** Returns how many lines wait to be sent. */
    int waiting() {
        return outbox.waiting();
    }

    /** Called when a socket that was asked for is open. */
    void opened(long nowNanos) {
        heartbeat = new Heartbeat(nowNanos);
        settling.begin();
        if (plan.provesItself()) {
            phase = Phase.PROVING;
            deadlineNanos = nowNanos + PROOF_NANOS;
            wire.send(outbox.ping(nowNanos));
        } else {
            settle(nowNanos);
        }
    }

    /**
     * Called when a socket could not be opened, or what it led to is gone.
     *
     * @param sentence for people
     */
    void failed(String sentence, Trouble trouble, long nowNanos) {
        if (phase == Phase.LEAVING) {
            over();
        } else if (trouble == Trouble.FOR_GOOD) {
            fail(sentence);
        } else if (hasTalked && phase != Phase.OVER) {
            away(sentence, nowNanos);
        } else if (phase != Phase.OVER) {
            refusals += trouble == Trouble.NOBODY ? 1 : 0;
            failures++;
            beginAgain(sentence);
        }
    }

    void heard(String line, long nowNanos) {
        heartbeat.heard();
        if (phase == Phase.SETTLING && plan.ordered()) {
            deadlineNanos = nowNanos + settling.patienceNanos(); // the answer is behind what is on its way
        }
        ServerLine heard = ServerLine.parse(line);
        switch (heard.kind()) {
            case SAID, PAST -> {
                transcript.spoken(heard);
                tick(nowNanos);
            }
            case NOTICE -> noticed(heard.text(), nowNanos);
            case PONG -> ponged(nowNanos);
            case CODE -> code(heard.text(), nowNanos);
            default -> transcript.tell(Type.odd, heard.text());
        }
    }

    /** Called when {@link #nextNanos} has come, or at any time. */
    void tick(long nowNanos) {
        if (phase == Phase.TALKING) {
            talk(nowNanos);
        } else if (nowNanos - deadlineNanos >= 0) {
            timedOut(nowNanos);
        }
    }

    /** Returns when {@link #tick} has something to do, if not before {@code latestNanos}. */
    long nextNanos(long latestNanos) {
        return switch (phase) {
            case DIALING, OVER -> latestNanos;
            case TALKING -> outbox.nextNanos(earlier(heartbeat.nextNanos(), latestNanos));
            default -> earlier(deadlineNanos, latestNanos);
        };
    }

    /** Takes what a person or a program says: a line, or a command of the server. */
    void say(String line, long nowNanos) {
        if (line.strip().equals(LEAVE)) {
            end(nowNanos);
        } else if (!isEnding && !line.isBlank()) {
            outbox.add(line, nowNanos);
            tick(nowNanos);
        }
    }

    /** Called with what was to be said and cannot be. */
    void refuse(String line, String why, long nowNanos) {
        outbox.refuse(line, why, nowNanos);
    }

    /** Called when nothing more will be said: leaves when all has been seen to be taken. */
    void end(long nowNanos) {
        if (phase != Phase.TALKING && !plan.strict()) {
            stop(nowNanos);
            return;
        }
        isEnding = true;
        goneNanos = phase == Phase.TALKING ? goneNanos : nowNanos;
        tick(nowNanos);
    }

    /** Leaves at once. */
    void stop(long nowNanos) {
        isEnding = true;
        outbox.close();
        if (phase == Phase.TALKING || phase == Phase.SETTLING) {
            leave(nowNanos);
        } else if (phase != Phase.LEAVING) {
            over();
        }
    }

    /** Leaves at once, for a reason. */
    void giveUp(String sentence, long nowNanos) {
        failure = sentence;
        stop(nowNanos);
    }

    private void timedOut(long nowNanos) {
        switch (phase) {
            case PROVING -> failed(silence(), Trouble.LINE, nowNanos);
            case SETTLING -> judge(settling.timedOut(transcript.self()), nowNanos);
            case WAITING -> dial();
            case LEAVING -> leaveAgain(nowNanos);
            default -> {
                return;
            }
        }
    }

    private void talk(long nowNanos) {
        if (heartbeat.isGone(nowNanos)) {
            away("Nothing is heard from " + plan.server() + " any more.", nowNanos);
            return;
        }
        if (heartbeat.isDue(nowNanos)) {
            heartbeat.pinged(nowNanos);
            wire.send(outbox.ping(nowNanos));
        }
        for (String line = outbox.next(nowNanos); line != null; line = outbox.next(nowNanos)) {
            wire.send(line);
        }
        outbox.expire(nowNanos);
        if (isEnding && phase == Phase.TALKING) {
            finish(nowNanos);
        }
    }

    /** Over a stream the pong of a ping tells at once of what was sent before it. */
    private void finish(long nowNanos) {
        if (outbox.isDone()) {
            leave(nowNanos);
        } else if (plan.ordered() && !isFenced && outbox.waiting() == 0) {
            isFenced = true;
            wire.send(outbox.ping(nowNanos));
        }
    }

    private void dial() {
        phase = Phase.DIALING;
        transcript.left();
        wire.dial();
    }

    private void settle(long nowNanos) {
        phase = Phase.SETTLING;
        deadlineNanos = nowNanos + settling.patienceNanos();
        wire.send(settling.lines() + outbox.ping(nowNanos));
    }

    private void judge(Verdict verdict, long nowNanos) {
        switch (verdict) {
            case IN -> settled(nowNanos);
            case AGAIN -> settle(nowNanos);
            case LATER -> deadlineNanos = nowNanos + Settling.LATER_NANOS;
            case REFUSED -> refused(nowNanos);
            case LOST -> failed(silence(), Trouble.LINE, nowNanos);
            default -> {
                return;
            }
        }
    }

    private void refused(long nowNanos) {
        Membership self = transcript.self();
        String where = self.room().isEmpty() ? " in no room" : " in " + self.room();
        String sentence = "The server has you as " + self.name() + where + ", and not as you asked: choose another name"
                + " or room.";
        if (plan.strict()) {
            fail(sentence);
        } else {
            transcript.tell(Type.problem, sentence);
            settled(nowNanos);
        }
    }

    private void settled(long nowNanos) {
        phase = Phase.TALKING;
        transcript.settled();
        if (hasTalked) {
            String seconds =
                    HumanUnits.count(Math.max(1, (nowNanos - goneNanos) / TimeUnit.SECONDS.toNanos(1)), "second");
            transcript.back("Back after " + seconds);
        }
        hasTalked = true;
        isFenced = false;
        backoff.reset();
        outbox.settled(nowNanos);
        tick(nowNanos);
    }

    private void noticed(String text, long nowNanos) {
        transcript.notice(text);
        if (phase == Phase.PROVING) {
            settle(nowNanos);
        } else if (phase == Phase.LEAVING && text.equals(GOOD_BYE)) {
            over();
        }
    }

    private void ponged(long nowNanos) {
        switch (phase) {
            case PROVING -> settle(nowNanos);
            case SETTLING -> {
                boolean patient = hasTalked && nowNanos - goneNanos < Settling.NAME_PATIENCE_NANOS;
                judge(settling.ponged(transcript.self(), patient), nowNanos);
            }
            case TALKING -> {
                if (outbox.ponged()) {
                    transcript.tell(Type.notice, "pong");
                }
                tick(nowNanos);
            }
            default -> {
                return;
            }
        }
    }

    /** A server sends a code to a stranger: also to one whom it does not know any more. */
    private void code(String digits, long nowNanos) {
        if (!plan.provesItself()) {
            transcript.tell(Type.odd, "To join, send: " + digits);
            return;
        }
        if (phase == Phase.LEAVING) {
            over();
        } else if (phase == Phase.TALKING) {
            gone("The server does not know you any more; it may have been restarted.", nowNanos);
            transcript.left();
            settling.begin();
            phase = Phase.PROVING;
        }
        if ((phase == Phase.PROVING || phase == Phase.SETTLING) && settling.accepts(digits)) {
            settle(nowNanos);
        }
    }

    private void beginAgain(String sentence) {
        boolean tried = failures >= Math.max(FIRST_TRIES, plan.addresses()) || refusals >= plan.addresses();
        if (plan.ordered() || tried) {
            fail(sentence);
        } else {
            wire.hangUp();
            dial();
        }
    }

    private void away(String sentence, long nowNanos) {
        if (phase == Phase.TALKING) {
            gone(sentence, nowNanos);
        }
        wire.hangUp();
        transcript.left();
        phase = Phase.WAITING;
        deadlineNanos = nowNanos + backoff.nextNanos();
        if (isEnding && nowNanos - goneNanos >= ENDING_NANOS) {
            fail(sentence);
        }
    }

    private void gone(String sentence, long nowNanos) {
        goneNanos = nowNanos;
        transcript.tell(Type.gone, sentence + " Trying to come back.");
    }

    private void leave(long nowNanos) {
        phase = Phase.LEAVING;
        leaves++;
        deadlineNanos = nowNanos + LEAVE_NANOS;
        wire.send(LEAVE + '\n');
    }

    private void leaveAgain(long nowNanos) {
        if (plan.ordered() || leaves == LEAVE_TRIES) {
            over();
        } else {
            leave(nowNanos);
        }
    }

    private void fail(String sentence) {
        failure = sentence;
        over();
    }

    private void over() {
        phase = Phase.OVER;
        wire.hangUp();
        outbox.close();
    }

    private void lost(Sent line, String why) {
        notTaken++;
        String text = line.text();
        String quoted = Printable.quote(text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text);
        transcript.tell(
                Type.problem, "Line " + line.number() + ", " + quoted + ", was not seen to be taken: " + why + ".");
    }

    private String silence() {
        return "No answer from " + plan.server()
                + ": what was sent or the answer was lost or filtered, or no chat is there.";
    }

    private static long earlier(long oneNanos, long otherNanos) {
        return oneNanos - otherNanos < 0 ? oneNanos : otherNanos;
    }
}
