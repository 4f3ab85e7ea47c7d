package paloma.client.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import paloma.transfer.disk.RefusedException;

/**
 * Runs tasks over one socket. Several small files are under way at once, so that they share their round trips; a large
 * one goes alone, so that this client takes no more of the path than one with a single file.
 */
final class TransferScheduler {
    static final int MAX_AT_ONCE = 16;

    /** The next file starts when less than this is left to send of those under way. */
    private static final long AHEAD_BYTES = 4 << 20;

    /** A busy server is asked again for a minute; one that forgets a file, ten times. */
    private static final int MAX_EFFORT = 120;

    private static final int FORGOTTEN_EFFORT = 12;
    private static final long PAUSE_MILLIS = 500;
    private static final double BYTES_A_KBIT = 125;

    private final TransferContext context;
    private final Deque<Task> waiting;
    private final Map<Task, Transfer> running = new LinkedHashMap<>();
    private final long limitKbit;
    private final boolean one;
    private final Tally done = new Tally();
    private final Queue<TaskResult> ended = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private int mostAtOnce;
    private int preparing;
    private long preparingBytes;
    private boolean stopping;
    private boolean broken;
    private Outcome verdict;
    private long firstNanos;
    private long lastNanos;

    /** @param limitKbit of all tasks together; 0 if there is no limit */
    TransferScheduler(TransferContext context, List<? extends Task> tasks, long limitKbit, int mostAtOnce) {
        this.context = context;
        this.waiting = new ArrayDeque<>(tasks);
        this.limitKbit = limitKbit;
        this.mostAtOnce = Math.min(mostAtOnce, MAX_AT_ONCE);
        one = tasks.size() == 1;
        done.files = tasks.size();
        for (Task task : tasks) {
            done.totalBytes += task.size();
        }
    }

    void start() {
        context.socket().whenRead(() -> guarded(this::begin));
        context.socket().whenBroken(this::broken);
        onLoop(this::begin);
    }

    /** Waits at most {@code nanos} for the end; returns whether all is over. */
    boolean await(long nanos) throws InterruptedException {
        return over.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Stops what is under way and starts nothing more. */
    void stop() {
        onLoop(() -> stopAll(Outcome.of(Outcome.How.STOPPED)));
    }

    boolean isForOne() {
        return one;
    }

    /** Returns the next finished task, or null. */
    TaskResult poll() {
        return ended.poll();
    }

    /** Returns what has been moved so far. */
    Tally tally() throws InterruptedException {
        try {
            return context.socket().loop().submit(this::countAll).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Returns why the run ended early, or null if it did not; called when all is over. */
    Outcome verdict() {
        return verdict;
    }

    /** Returns the time from the first datagram to the last complete file; called when all is over. */
    long nanos() {
        return lastNanos - firstNanos;
    }

    private void begin() {
        while (!waiting.isEmpty() && preparing + running.size() < mostAtOnce && left() < AHEAD_BYTES) {
            prepare(waiting.removeFirst());
        }
        if (waiting.isEmpty() && running.isEmpty() && preparing == 0) {
            over.countDown();
        }
    }

    /** Returns how many bytes are left to send of the tasks under way. */
    private long left() {
        Tally tally = new Tally();
        long bytes = 0;
        for (Map.Entry<Task, Transfer> one : running.entrySet()) {
            bytes += one.getKey().size();
            one.getValue().count(tally);
        }
        return bytes - tally.doneBytes + preparingBytes;
    }

    private void prepare(Task task) {
        preparing++;
        preparingBytes += task.size();
        context.disk().execute(() -> {
            try {
                Transfer transfer = task.prepare(context);
                onLoop(() -> start(task, transfer));
            } catch (RefusedException e) {
                Outcome outcome = new Outcome(Outcome.How.FAILED, e.reason(), e.getMessage());
                onLoop(() -> refused(task, outcome));
            } catch (Throwable bug) {
                onLoop(() -> refused(task, Outcome.bug(bug)));
            }
        });
    }

    private void prepared(Task task) {
        preparing--;
        preparingBytes -= task.size();
    }

    private void refused(Task task, Outcome outcome) {
        prepared(task);
        over(task, outcome);
        begin();
    }

    private void start(Task task, Transfer transfer) {
        prepared(task);
        if (firstNanos == 0) {
            firstNanos = System.nanoTime();
            lastNanos = firstNanos;
        }
        running.put(task, transfer);
        share();
        transfer.start(outcome -> guarded(() -> ended(task, transfer, outcome)));
        if (stopping) {
            transfer.stop();
        }
    }

    private void share() {
        if (limitKbit > 0) {
            double each = limitKbit * BYTES_A_KBIT / running.size();
            running.values().forEach(transfer -> transfer.limit(each));
        }
    }

    private void ended(Task task, Transfer transfer, Outcome outcome) {
        running.remove(task);
        Tally cost = new Tally();
        transfer.count(cost);
        done.addCost(cost);
        task.held(cost.heldBytes);
        if (outcome.isForgotten()) {
            context.cookies().forget();
        }
        if (mayTryAgain(task, outcome)) {
            again(task, outcome.isBusy());
        } else {
            resize(task, Math.max(task.size(), transfer.size()));
            if (outcome.isDone()) {
                lastNanos = transfer.doneNanos();
            } else if (outcome.canGoOn()) {
                done.doneBytes += cost.doneBytes;
            }
            over(task, outcome);
        }
        if (!running.isEmpty()) {
            share();
        }
        begin();
    }

    private boolean mayTryAgain(Task task, Outcome outcome) {
        if (stopping) {
            return false;
        }
        if (outcome.isBusy()) {
            mostAtOnce = Math.max(1, running.size());
            return !running.isEmpty() || task.effort(1) < MAX_EFFORT;
        }
        return outcome.isForgotten() && task.effort(FORGOTTEN_EFFORT) < MAX_EFFORT;
    }

    private void again(Task task, boolean later) {
        preparing++;
        preparingBytes += task.size();
        Runnable retry = () -> guarded(() -> {
            prepared(task);
            waiting.addFirst(task);
            begin();
        });
        context.socket().loop().schedule(retry, later ? PAUSE_MILLIS : 0, TimeUnit.MILLISECONDS);
    }

    private void resize(Task task, long size) {
        done.totalBytes += size - task.size();
        task.size(size);
    }

    private void over(Task task, Outcome outcome) {
        if (outcome.isDone()) {
            done.doneFiles++;
            done.doneBytes += task.size();
            done.heldBytes += Math.min(task.heldBytes(), task.size());
        } else {
            done.failedFiles++;
        }
        boolean first = verdict == null;
        if (outcome.concernsAll() && first) {
            stopAll(outcome);
        } else {
            ended.add(new TaskResult(task, outcome));
        }
    }

    private void onLoop(Runnable step) {
        context.socket().execute(() -> guarded(step));
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable bug) {
            broken(bug);
        }
    }

    /** A bug in what all tasks share ends the run: its state cannot be trusted any more. */
    private void broken(Throwable bug) {
        if (!broken) {
            broken = true;
            stopping = true;
            verdict = Outcome.bug(bug);
            waiting.clear();
            new ArrayList<>(running.values()).forEach(Transfer::stop);
            over.countDown();
        }
    }

    private void stopAll(Outcome why) {
        if (stopping) {
            return;
        }
        stopping = true;
        verdict = why;
        waiting.clear();
        new ArrayList<>(running.values()).forEach(Transfer::stop);
        begin();
    }

    /** Counts as held only what was there before the first attempt. */
    private static void count(Task task, Transfer transfer, Tally now) {
        long before = now.heldBytes;
        transfer.count(now);
        if (task.isTriedAgain()) {
            now.heldBytes = before + task.heldBytes();
        }
    }

    private Tally countAll() {
        Tally now = new Tally();
        now.files = done.files;
        now.doneFiles = done.doneFiles;
        now.failedFiles = done.failedFiles;
        now.totalBytes = done.totalBytes;
        now.doneBytes = done.doneBytes;
        now.heldBytes = done.heldBytes;
        for (Map.Entry<Task, Transfer> one : running.entrySet()) {
            resize(one.getKey(), Math.max(one.getKey().size(), one.getValue().size()));
            count(one.getKey(), one.getValue(), now);
            now.name = now.name.isEmpty() ? one.getKey().name() : now.name;
        }
        now.totalBytes = done.totalBytes;
        now.addCost(done);
        return now;
    }
}
