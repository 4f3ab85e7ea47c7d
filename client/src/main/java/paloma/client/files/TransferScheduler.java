package paloma.client.files;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import paloma.transfer.name.RefusedException;

/**
 * Runs tasks over one socket. Several small files are under way at once, so that they share their round trips; a large
 * one goes alone, so that this client takes no more of the path than one with a single file.
 */
final class TransferScheduler {
    static final int MAX_AT_ONCE = 16;

    /** The next file starts when less than this is left to send of those under way. */
    private static final long AHEAD_BYTES = 4 << 20;

    /** A server that forgets a file is asked so often, while that gets no further: of a fleet, one after another may be killed. */
    private static final int MAX_FORGOTTEN = 10;

    private final TransferContext context;
    private final TaskQueue waiting;
    private final Map<Task, Transfer> running = new LinkedHashMap<>();
    private final Allowance allowance;
    private final boolean one;
    private final RunTally tally;
    private final Waits waits = new Waits();
    private final Map<Task, ScheduledFuture<?>> paused = new LinkedHashMap<>();
    private final LongSupplier nanoClock;
    private final Queue<TaskResult> ended = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private int mostAtOnce = MAX_AT_ONCE;
    private int preparing;
    private long preparingBytes;
    private final Failover failover = new Failover();
    private Absence absence = new Absence(Retry.NEVER);
    private boolean hasBegun;
    private boolean stopping;
    private boolean broken;
    private Outcome verdict;

    /** @param limitKbit of all tasks together; 0 if there is no limit */
    TransferScheduler(TransferContext context, Work work, long limitKbit) {
        this(context, work, limitKbit, System::nanoTime);
    }

    /** @param nanoClock tells how long tasks wait for a busy server */
    TransferScheduler(TransferContext context, Work work, long limitKbit, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.context = context;
        this.waiting = new TaskQueue(work);
        this.allowance = new Allowance(limitKbit);
        one = work.isForOne();
        tally = new RunTally(work);
    }

    /** Sets for how long to keep at it while the server is away; called before {@link #start}. */
    void retry(Retry retry) {
        absence = new Absence(retry);
    }

    void start() {
        context.socket().whenRead(() -> guarded(this::heard));
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
            return context.socket().loop().submit(this::tallied).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Tally tallied() {
        Tally now = tally.with(running);
        now.name = now.name.isEmpty() ? waits.name() : now.name;
        now.name = now.name.isEmpty() ? tally.lastName() : now.name;
        now.wait = wait(now.name);
        return now;
    }

    private Wait wait(String name) {
        if (absence.isAway()) {
            return absence.wait(
                    name.isEmpty() && !paused.isEmpty()
                            ? paused.keySet().iterator().next().name()
                            : name);
        }
        Wait shown = waits.shown(nanoClock.getAsLong());
        boolean isUnheard = shown != null && shown.isNotBegun() && silentNanos() >= Waits.SHOWN_NANOS;
        return isMoving() ? silence(name) : isUnheard ? shown.because(Waits.SILENT) : shown;
    }

    /** Returns what to tell where the server has let all begin and is not heard any more, else null. */
    private Wait silence(String name) {
        long silent = silentNanos();
        return silent < Waits.SILENT_NANOS ? null : new Wait(name, Waits.SILENT, nanoClock.getAsLong() - silent);
    }

    private long silentNanos() {
        long now = System.nanoTime();
        return running.values().stream()
                .mapToLong(transfer -> transfer.silentNanos(now))
                .min()
                .orElse(0);
    }

    private boolean isMoving() {
        return running.values().stream().anyMatch(Transfer::isAccepted);
    }

    /** Returns why the run ended early, or null if it did not; called when all is over. */
    Outcome verdict() {
        return verdict;
    }

    /** Returns the time from the first datagram to the last complete file; called when all is over. */
    long nanos() {
        return tally.nanos();
    }

    /** Returns the tasks that go on from what is there; called when all is over. */
    List<Task> unfinished() {
        return tally.unfinished();
    }

    /** What one has heard makes room for others, which share the window with it. */
    private void heard() {
        begin();
        if (running.size() > 1) {
            new ArrayList<>(running.values()).forEach(Transfer::read);
        }
    }

    private void begin() {
        if (absence.isAway() && isMoving()) {
            absence.end();
        }
        while (hasRoom()) {
            boolean isIdle = preparing + running.size() == 0;
            Task task = waiting.next(isIdle);
            if (task == null) {
                if (isIdle) {
                    over.countDown();
                }
                return;
            }
            prepare(task);
        }
    }

    private boolean hasRoom() {
        int underWay = preparing + running.size();
        return underWay == 0
                || !absence.isAway()
                        && underWay < Math.min(mostAtOnce, waiting.mostAtOnce())
                        && RunTally.left(running) + preparingBytes < AHEAD_BYTES;
    }

    private void prepare(Task task) {
        preparing++;
        preparingBytes += task.size();
        context.disk().execute(() -> {
            try {
                Transfer transfer = task.prepare(context);
                onLoop(() -> prepared(task, transfer));
            } catch (RefusedException e) {
                Outcome outcome = new Outcome(Outcome.How.FAILED, e.reason(), e.getMessage());
                onLoop(() -> settled(task, outcome));
            } catch (Throwable bug) {
                onLoop(() -> settled(task, Outcome.bug(bug)));
            }
        });
    }

    private void prepared(Task task) {
        preparing--;
        preparingBytes -= task.size();
    }

    private void prepared(Task task, Transfer transfer) {
        if (transfer == null) {
            settled(task, Outcome.DONE);
        } else {
            start(task, transfer);
        }
    }

    /** Called with a task that is over without a transfer. */
    private void settled(Task task, Outcome outcome) {
        prepared(task);
        over(task, outcome);
        begin();
    }

    private void start(Task task, Transfer transfer) {
        long now = System.nanoTime();
        long early = allowance.openNanos(now) - now;
        if (early > 0 && !stopping) {
            Runnable later = () -> guarded(() -> start(task, transfer));
            context.socket().loop().schedule(later, early, TimeUnit.NANOSECONDS);
            return;
        }
        prepared(task);
        allowance.started(now);
        tally.started(now, hasBegun || !running.isEmpty());
        waits.asked(task, nanoClock.getAsLong());
        running.put(task, transfer);
        allowance.share(running.values());
        if (failover.isAsking(task)) {
            transfer.endWhenRefused();
        }
        transfer.start(outcome -> guarded(() -> ended(task, transfer, outcome)));
        if (stopping) {
            transfer.stop();
        }
    }

    private void ended(Task task, Transfer transfer, Outcome how) {
        running.remove(task);
        Tally cost = tally.attempted(task, transfer);
        allowance.received(cost.receivedBytes, cost.packets);
        Outcome seen = task.attempted(transfer, how);
        boolean goesOn = seen.isDone() && task.goesOn();
        Outcome outcome = goesOn && stopping ? Outcome.of(Outcome.How.STOPPED) : seen;
        boolean hasMoved = transfer.isAccepted() && cost.sentBytes + cost.receivedBytes > 0;
        if (hasMoved || !outcome.isBusy()) {
            task.held(cost.heldBytes); // while it waits, another may bring the file
            hasBegun = true;
        }
        if (outcome.isForgotten()) {
            context.cookies().forget();
        }
        if (transfer.isAccepted()) {
            absence.end();
        }
        if (hasMoved) {
            waits.end(task); // it moved: what comes now is another wait
            failover.end(task);
        }
        if (goesOn && !stopping) {
            waiting.again(task);
        } else if (mayTryAgain(task, outcome, cost)) {
            again(task, outcome.isBusy() ? waits.pauseNanos(task, nanoClock.getAsLong()) : 0);
        } else if (!stopping && failover.mayAskAnother(task, outcome, nanoClock.getAsLong())) {
            askAnother(task);
        } else if (isAway(transfer, outcome)) {
            again(task, absence.pauseNanos(nanoClock.getAsLong()));
        } else {
            Outcome end = stopping ? outcome : failover.verdict(task, outcome);
            tally.ended(task, transfer, end, cost);
            over(task, end.isBusy() ? end.after(waits.nanos(task, nanoClock.getAsLong())) : end);
        }
        if (!running.isEmpty()) {
            allowance.share(running.values());
        }
        begin();
    }

    private boolean mayTryAgain(Task task, Outcome outcome, Tally cost) {
        if (stopping) {
            return false;
        }
        if (outcome.isBusy()) {
            mostAtOnce = Math.max(1, running.size());
            return mayWait(task, outcome, nanoClock.getAsLong());
        }
        return outcome.isForgotten() && task.forgotten(cost.doneBytes) < MAX_FORGOTTEN;
    }

    private void askAnother(Task task) {
        waits.refused(task, Absence.STOPPED, nanoClock.getAsLong());
        context.socket().changePort();
        again(task, failover.pauseNanos(task));
        Runnable look = () -> guarded(() -> stopUnheard(task));
        context.socket().loop().schedule(look, Failover.LONGEST_NANOS, TimeUnit.NANOSECONDS);
    }

    private void stopUnheard(Task task) {
        Transfer transfer = running.get(task);
        if (transfer != null && !transfer.isAccepted() && failover.isTooLate(task, nanoClock.getAsLong())) {
            transfer.stop();
        }
    }

    private boolean isAway(Transfer transfer, Outcome outcome) {
        long silent = Math.max(0, System.nanoTime() - transfer.heardNanos());
        return !stopping && absence.mayTryAgain(Absence.words(outcome), silent, nanoClock.getAsLong());
    }

    /** While others of ours are under way, it is for them that a task waits. */
    private boolean mayWait(Task task, Outcome outcome, long now) {
        if (isMoving()) {
            waits.end(task);
            return true;
        }
        waits.refused(task, outcome.words(), now);
        return waits.nanos(task, now) < Math.max(Waits.LONGEST_NANOS, absence.longestNanos());
    }

    private void again(Task task, long pauseNanos) {
        preparing++;
        preparingBytes += task.size();
        Runnable retry = () -> guarded(() -> {
            paused.remove(task);
            prepared(task);
            waiting.again(task);
            begin();
        });
        paused.put(task, context.socket().loop().schedule(retry, pauseNanos, TimeUnit.NANOSECONDS));
    }

    /** Ends a task that waits for its next attempt. */
    private void giveUp(Task task) {
        paused.remove(task).cancel(false);
        prepared(task);
        over(task, Outcome.of(Outcome.How.STOPPED));
    }

    private void over(Task task, Outcome outcome) {
        waits.end(task);
        failover.end(task);
        for (TaskResult one : task.results(outcome)) {
            tally.over(one);
            if (!one.outcome().concernsAll()) { // else it is the verdict, said once
                ended.add(one);
            }
        }
        if (outcome.concernsAll() && verdict == null) {
            stopAll(outcome);
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
        new ArrayList<>(paused.keySet()).forEach(this::giveUp);
        begin();
    }
}
