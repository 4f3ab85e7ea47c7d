package paloma.client.chat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import paloma.client.call.Arrival;
import paloma.client.call.Conversation;
import paloma.client.call.Dialer;
import paloma.client.call.ErrorMessages;
import paloma.client.call.SecurityFailure;
import paloma.client.call.Target;
import paloma.client.chat.ChatSession.Trouble;

/** The sockets of a session, used by its thread; they are opened on another, for that may take a while. */
final class ChatLine implements ChatWire, AutoCloseable {
    private static final long SEND_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** So many messages are shown before one looks at what else there is to do. */
    private static final int MAX_MESSAGES = 64;

    /** What came of an attempt. */
    private record Dialled(Conversation conversation, Exception failure) {}

    private final Dialer dialer;
    private final long timeoutNanos;
    private final Runnable bell;
    private final ExecutorService dialling = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "chat-dial");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicReference<Dialled> dialled = new AtomicReference<>();
    private LineCutter cutter;
    private ChatSession session;
    private Conversation conversation;
    private Target target;
    private IOException broken;
    private int dials;
    private int exitCode = 1;

    /** @param bell called when there is something to {@link #deliver} */
    ChatLine(Dialer dialer, long timeoutNanos, Runnable bell) {
        this.dialer = dialer;
        this.timeoutNanos = timeoutNanos;
        this.bell = bell;
        target = dialer.target();
    }

    /** Has all that comes told to a session. */
    void tell(ChatSession session) {
        this.session = session;
    }

    /** Returns the exit code for what ended a session. */
    int exitCode() {
        return exitCode;
    }

    @Override
    public void dial() {
        Target next = dialer.order().get(dials++ % dialer.order().size());
        target = next;
        dialling.execute(() -> {
            dialled.set(open(next));
            bell.run();
        });
    }

    @Override
    public void send(String lines) {
        if (conversation == null || broken != null) {
            return;
        }
        try {
            conversation.send(lines.getBytes(StandardCharsets.UTF_8), SEND_NANOS);
        } catch (IOException e) {
            broken = e; // told by deliver(), not from within a call of the session
        }
    }

    @Override
    public void hangUp() {
        if (conversation != null) {
            conversation.close();
            conversation = null;
        }
        broken = null;
    }

    /** Tells the session what has come. Returns whether there may be more. */
    boolean deliver() {
        Dialled done = dialled.getAndSet(null);
        if (done != null) {
            take(done);
        }
        try {
            return conversation != null && hear();
        } catch (IOException e) {
            fail(e);
            return true;
        }
    }

    @Override
    public void close() {
        hangUp();
        dialling.shutdown();
    }

    private Dialled open(Target target) {
        try {
            return new Dialled(dialer.openRaw(target, timeoutNanos, bell), null);
        } catch (IOException | RuntimeException e) {
            return new Dialled(null, e);
        }
    }

    private void take(Dialled done) {
        if (done.failure() instanceof RuntimeException bug) {
            throw bug;
        }
        if (done.failure() instanceof IOException e) {
            fail(e);
        } else if (session.isOver()) {
            done.conversation().close();
        } else {
            conversation = done.conversation();
            target = dialer.targets().kind().isConnected() ? dialer.target() : target; // whoever connected first
            cutter = new LineCutter(line -> session.heard(new String(line, StandardCharsets.UTF_8), System.nanoTime()));
            session.opened(System.nanoTime());
        }
    }

    /** What came before a message could not be sent may say why, and is heard first. */
    private boolean hear() throws IOException {
        boolean more = true;
        for (int i = 0; more && i < MAX_MESSAGES; i++) {
            Arrival arrival = conversation == null ? null : conversation.receive(0);
            more = arrival != null;
            if (more) {
                heard(arrival.bytes());
            }
        }
        if (broken != null) {
            throw broken;
        }
        return more;
    }

    /** A server of the chat says nothing that is empty: a balancer does, of a server that is gone. */
    private void heard(byte[] bytes) throws IOException {
        if (bytes.length == 0 && !dialer.targets().kind().isStream()) {
            throw new IOException("an empty datagram came, as a balancer sends it for a dead server");
        }
        if (dials > 0) {
            dialer.prefer(target);
            dials = 0;
        }
        cutter.add(bytes);
        if (!dialer.targets().kind().isStream()) {
            cutter.end();
        }
    }

    private void fail(IOException e) {
        boolean ended = e instanceof EOFException && broken == null;
        if (cutter != null && ended) {
            cutter.end(); // what came of a line whose stream broke is not a line
        }
        hangUp();
        if (e instanceof SecurityFailure && ErrorMessages.failure(e, target).exitCode() != 1) {
            exitCode = ErrorMessages.failure(e, target).exitCode();
            session.failed(ErrorMessages.of(e, target), Trouble.FOR_GOOD, System.nanoTime());
            return;
        }
        Trouble trouble = ErrorMessages.isNobody(e) ? Trouble.NOBODY : Trouble.LINE;
        session.failed(sentence(e, trouble), trouble, System.nanoTime());
    }

    private String sentence(IOException e, Trouble trouble) {
        if (e instanceof EOFException) {
            return "The connection to " + dialer.targets() + " has ended.";
        }
        return trouble == Trouble.NOBODY && session.hasTalked()
                ? "Nobody is listening at " + target + " any more."
                : ErrorMessages.of(e, target);
    }
}
