package paloma.client.call;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Connects to a server with several addresses: to each soon after the one before, or at once when that has failed, until
 * one takes the connection and, where there is a handshake, has finished it (RFC 8305, section 5).
 */
final class ConnectRace {
    /** Starts to connect, with {@code inbox} at the end of the pipeline. */
    interface Start {
        ChannelFuture connect(Target target, Inbox inbox);
    }

    /** A connection that is open or will be. */
    record Attempt(Target target, Inbox inbox, ChannelFuture connecting) {}

    private final Targets server;
    private final List<Target> order;
    private final Runnable bell;
    private final Start start;
    private final List<Attempt> attempts = new ArrayList<>();
    private final BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();
    private final Map<Target, String> reasons = new HashMap<>();
    private long nextNanos;

    ConnectRace(Targets server, List<Target> order, Runnable bell, Start start) {
        this.server = server;
        this.order = order;
        this.bell = bell;
        this.start = start;
    }

    /** Returns the first that is connected, and closes the others. */
    Attempt run() throws IOException {
        Attempt winner = null;
        try {
            next();
            while (winner == null) {
                winner = step();
            }
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

    private Attempt step() throws IOException, InterruptedException {
        long nanos = isLast() ? Long.MAX_VALUE : nextNanos - System.nanoTime();
        Attempt one = ended.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        if (one != null && one.connecting().isSuccess()) {
            return one;
        }
        if (one != null) {
            failed(one.target(), Causes.outside(one.connecting().cause()));
        }
        if (!isLast()) {
            next();
        } else if (reasons.size() == order.size()) {
            throw ErrorMessages.unreachable(server, order, reasons);
        }
        return null;
    }

    private void failed(Target target, IOException cause) throws IOException {
        if (cause instanceof SecurityFailure failure && failure.isUntrusted()) {
            throw failure;
        }
        reasons.put(target, ErrorMessages.reason(cause));
    }

    private boolean isLast() {
        return attempts.size() == order.size();
    }

    private void next() {
        Target target = order.get(attempts.size());
        Inbox inbox = new Inbox(bell);
        Attempt attempt = new Attempt(target, inbox, start.connect(target, inbox));
        attempts.add(attempt);
        attempt.connecting().addListener(done -> ended.add(attempt));
        nextNanos = System.nanoTime() + Stagger.DELAY_NANOS;
    }
}
