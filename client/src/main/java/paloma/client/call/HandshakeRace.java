package paloma.client.call;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import paloma.client.call.ConnectRace.Attempt;

/**
 * Opens a session over datagrams with a server at one address. Where its handshake is not over soon another one begins from
 * another port, by which a balancer may know another server; those before may still win. The first to end decides.
 */
final class HandshakeRace {
    /** Longer than a handshake of which one flight was lost. */
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    static final int MAX_ATTEMPTS = 3;

    private final Target server;
    private final Runnable bell;
    private final ConnectRace.Start start;
    private final List<Attempt> attempts = new ArrayList<>();
    private final BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();

    HandshakeRace(Target server, Runnable bell, ConnectRace.Start start) {
        this.server = server;
        this.bell = bell;
        this.start = start;
    }

    /** Returns the first session, and closes the others. */
    Attempt run() throws IOException {
        Attempt winner = null;
        try {
            Attempt first = first();
            if (!first.connecting().isSuccess()) {
                throw Causes.outside(first.connecting().cause());
            }
            winner = first;
            return winner;
        } catch (InterruptedException e) {
            throw Conversation.interrupted();
        } finally {
            for (Attempt attempt : attempts) {
                if (attempt != winner) {
                    attempt.connecting().channel().close();
                }
            }
        }
    }

    private Attempt first() throws InterruptedException {
        Attempt first = null;
        while (first == null) {
            begin();
            boolean isLast = attempts.size() == MAX_ATTEMPTS;
            first = ended.poll(isLast ? Long.MAX_VALUE : SILENCE_NANOS, TimeUnit.NANOSECONDS);
        }
        return first;
    }

    private void begin() {
        Inbox inbox = new Inbox(bell);
        Attempt attempt = new Attempt(server, inbox, start.connect(server, inbox));
        attempts.add(attempt);
        attempt.connecting().addListener(done -> ended.add(attempt));
    }
}
