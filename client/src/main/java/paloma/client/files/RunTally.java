package paloma.client.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counts what the tasks of one run have moved. Used on the event loop. */
final class RunTally {
    private final Tally done = new Tally();
    private final List<Task> unfinished = new ArrayList<>();
    private String lastName = "";
    private long firstNanos;
    private long lastNanos;

    RunTally(Work work) {
        done.files = work.files();
        done.totalBytes = work.bytes();
        done.leftOut = work.leftOut();
    }

    /** Returns how many bytes are left to send of the tasks under way. */
    static long left(Map<Task, Transfer> running) {
        Tally tally = new Tally();
        long bytes = 0;
        for (Map.Entry<Task, Transfer> one : running.entrySet()) {
            bytes += one.getKey().size();
            one.getKey().count(one.getValue(), tally);
        }
        return bytes - tally.doneBytes;
    }

    /**
     * Called when a transfer starts; the first call starts the clock.
     *
     * @param hasBegun whether any was let begin or is under way; until then the time was for waiting
     */
    void started(long nowNanos, boolean hasBegun) {
        if (!hasBegun) {
            firstNanos = nowNanos;
            lastNanos = nowNanos;
        }
    }

    /** Returns the time from the first datagram to the last complete file. */
    long nanos() {
        return lastNanos - firstNanos;
    }

    /** Adds the cost of an attempt, whatever its outcome, and returns what it moved. */
    Tally attempted(Task task, Transfer transfer) {
        Tally cost = new Tally();
        task.count(transfer, cost);
        done.addCost(cost);
        return cost;
    }

    /** Called after the last attempt of a task. */
    void ended(Task task, Transfer transfer, Outcome outcome, Tally cost) {
        resize(task, transfer);
        if (outcome.isDone()) {
            lastNanos = transfer.doneNanos();
        } else if (outcome.canGoOn()) {
            done.keptBytes += Math.max(cost.keptBytes, task.heldBytes());
            unfinished.add(task);
        }
    }

    /** Returns the tasks that go on from what is there. */
    List<Task> unfinished() {
        return List.copyOf(unfinished);
    }

    /** Returns the name of what was over last, or an empty one. */
    String lastName() {
        return lastName;
    }

    void over(TaskResult one) {
        lastName = one.name();
        if (one.outcome().isDone()) {
            done.doneFiles += one.isFile() ? 1 : 0;
            done.heldFiles += one.wasThere() ? 1 : 0;
            done.doneBytes += one.bytes();
            done.heldBytes += one.heldBytes();
        } else if (one.outcome().isLeftOut()) {
            done.leftOut++;
        } else {
            done.failedFiles += one.isFile() ? 1 : 0;
        }
    }

    /** Returns a copy that includes the tasks under way. */
    Tally with(Map<Task, Transfer> running) {
        running.forEach(this::resize);
        Tally now = done.copy();
        for (Map.Entry<Task, Transfer> one : running.entrySet()) {
            one.getKey().count(one.getValue(), now);
            now.name = now.name.isEmpty() ? one.getKey().name() : now.name;
        }
        return now;
    }

    private void resize(Task task, Transfer transfer) {
        long size = task.sizeBy(transfer);
        done.totalBytes += size - task.size();
        task.size(size);
    }
}
