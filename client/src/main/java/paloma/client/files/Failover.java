package paloma.client.files;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paloma.transfer.wire.Reason;

/**
 * Where a server says that it stops, it may be one of several behind a balancer, and another port may reach one that goes
 * on. So each task is asked again a few times before that is how it ended. Is told the time.
 */
final class Failover {
    static final int MAX_TRIES = 5;

    /** For which something may be unheard: a single server that has stopped behind a firewall says nothing at all. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What the server said first, and how often another was asked since. */
    private record Attempt(Outcome stopped, long sinceNanos, int tries) {}

    private final Map<Task, Attempt> attempts = new HashMap<>();

    /** Returns whether the server has stopped and another may be asked. */
    boolean mayAskAnother(Task task, Outcome outcome, long nowNanos) {
        if (outcome.how() != Outcome.How.REFUSED || outcome.reason() != Reason.STOPPED) {
            return false;
        }
        Attempt before = attempts.getOrDefault(task, new Attempt(outcome, nowNanos, 0));
        attempts.put(task, new Attempt(before.stopped(), before.sinceNanos(), before.tries() + 1));
        return before.tries() < MAX_TRIES && !isTooLate(task, nowNanos);
    }

    /** Returns whether a task asks for another server, and nothing has moved since. */
    boolean isAsking(Task task) {
        return attempts.containsKey(task);
    }

    /** Returns how long to wait before another is asked: at first hardly. */
    long pauseNanos(Task task) {
        return FIRST_PAUSE_NANOS << attempts.get(task).tries() - 1;
    }

    boolean isTooLate(Task task, long nowNanos) {
        Attempt attempt = attempts.get(task);
        return attempt != null && nowNanos - attempt.sinceNanos() >= LONGEST_NANOS;
    }

    /** Returns how a task ended: where no other server was found, that the first has stopped. */
    Outcome verdict(Task task, Outcome outcome) {
        Attempt attempt = attempts.get(task);
        return attempt == null || outcome.isDone() ? outcome : attempt.stopped();
    }

    /** Called when a task has moved on, or is over. */
    void end(Task task) {
        attempts.remove(task);
    }
}
