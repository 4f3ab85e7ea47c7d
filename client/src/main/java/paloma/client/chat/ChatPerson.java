package paloma.client.chat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import paloma.client.call.Dialer;
import paloma.client.call.Target.Kind;
import paloma.client.terminal.CliException;

/** Somebody in the chat for whom a program speaks and listens, and who talks on a thread of his own. */
public final class ChatPerson implements AutoCloseable {
    /** More than this that nobody listens to is passed over. */
    private static final int MAX_HEARD = 1_000;

    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Dialer dialer;
    private final String name;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>(MAX_HEARD);
    private final ChatLoop loop = new ChatLoop(Outbox.MAX_WAITING, false);
    private final Thread thread;
    private volatile String failure;

    /** Takes the dialer, and closes it when he leaves. */
    public ChatPerson(Dialer dialer, String name) {
        this.dialer = dialer;
        this.name = name;
        thread = new Thread(this::talk, "chat-" + name);
        thread.setDaemon(true);
    }

    /** Comes into the room. */
    public void start() {
        thread.start();
    }

    public void say(String line) {
        said.add(line);
    }

    /** Waits for a line that contains {@code part}, safe to be shown; returns null if none comes in time. */
    public String hear(String part, long seconds) throws CliException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (failure != null) {
                throw new CliException(failure);
            }
            if (line == null || line.contains(part)) {
                return line;
            }
        }
    }

    /** Leaves. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(CONNECT_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void talk() {
        Kind kind = dialer.targets().kind();
        ChatPlan plan =
                new ChatPlan(dialer.targets().toString(), name, null, kind == Kind.UDP, kind.isStream(), true, 1);
        TextEvents texts = new TextEvents(false);
        Thread reading = loop.read(this::speak);
        try (dialer;
                ChatLine line = new ChatLine(dialer, CONNECT_NANOS, loop::wake)) {
            ChatSession session = new ChatSession(
                    plan,
                    line,
                    event -> heard.offer(texts.line(event)),
                    RandomGenerator.getDefault(),
                    System.nanoTime());
            line.tell(session);
            loop.run(session, line, () -> false);
            failure = session.failure();
        } finally {
            reading.interrupt();
        }
    }

    /** Reads without an end. */
    private boolean speak(ChatInput.Lines lines) throws InterruptedException {
        while (true) {
            lines.add(said.take().getBytes(StandardCharsets.UTF_8));
        }
    }
}
