package paloma.client.files;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import paloma.client.option.HostPort;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;
import paloma.net.BugReport;
import paloma.transfer.Chunks;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.Listing;

/** The transfers of one command with one server. */
final class TransferRun implements AutoCloseable {
    private static final int DISK_THREADS = 4;
    private static final int MAX_BUFFERS = 96;
    private static final int MIN_BUFFERS = TransferScheduler.MAX_AT_ONCE * ChunkPool.MIN_SHARE;
    private static final long STOP_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long CLOSING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FailureMessages messages;
    private final ThreadPoolExecutor disk = new ThreadPoolExecutor(
            DISK_THREADS, DISK_THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::diskThread);
    private final TransferSocket socket;
    private final TransferContext context;
    private Retry retry = Retry.NEVER;

    /** Finds the server and opens a socket to it, as often as {@code retry} allows. */
    static TransferRun open(
            HostPort host,
            String verb,
            ServerTrust trust,
            PathMemory path,
            BugReport bugs,
            Retry retry,
            Reporter reporter)
            throws CliException, IOException, InterruptedException {
        TransferRun run = retry.until(
                host.host(), reporter, () -> new TransferRun(FilesServer.find(host), verb, trust, path, bugs));
        run.retry = retry;
        return run;
    }

    TransferRun(InetSocketAddress server, String verb, ServerTrust trust, PathMemory path, BugReport bugs)
            throws IOException {
        messages = new FailureMessages(server, verb, bugs);
        socket = new TransferSocket(server, disk);
        path.open(socket.local(), server.getAddress());
        context = new TransferContext(
                socket,
                disk,
                new ChunkPool(buffers(), TransferScheduler.MAX_AT_ONCE),
                new SpareCookies(),
                new TokenHints(),
                trust,
                path);
    }

    /** Runs tasks and returns the exit code. */
    int run(List<? extends Task> tasks, long limitKbit, int mostAtOnce, Reporter reporter) throws InterruptedException {
        return run(Work.of(tasks, mostAtOnce), limitKbit, reporter);
    }

    /** Does the work and returns the exit code. */
    int run(Work work, long limitKbit, Reporter reporter) throws InterruptedException {
        TransferScheduler scheduler = new TransferScheduler(context, work, limitKbit);
        scheduler.retry(retry);
        scheduler.start();
        Failures failures = new Failures(work.leftOut());
        try {
            watch(scheduler, reporter, failures);
        } catch (InterruptedException e) {
            stop(scheduler);
        } catch (RuntimeException | Error bug) {
            stop(scheduler);
            throw bug;
        }
        context.trust().settle();
        drain(scheduler, reporter, failures);
        reporter.last();
        Tally tally = scheduler.tally();
        if (tally.isRude) {
            reporter.remark("This server is older and does not know --polite: it sent as it does without.");
        }
        Outcome verdict = scheduler.verdict();
        if (verdict != null && verdict.canGoOn()) {
            countKept(scheduler.unfinished(), tally);
        }
        tally.name = work.isForOne() && !tally.name.isEmpty() ? tally.name : work.name();
        if (verdict == null && failures.first() == null) {
            reporter.done(tally, scheduler.nanos());
        } else {
            reporter.failed(
                    tally, verdict == null ? failures.first() : verdict, summary(work, tally, verdict, failures));
        }
        context.path().save();
        return verdict == null ? failures.code() : Exit.of(verdict);
    }

    /** Runs a task that asks the server something. */
    void ask(Task task, Reporter reporter) throws CliException, InterruptedException {
        TransferScheduler scheduler = new TransferScheduler(context, Work.of(List.of(task), 1), 0);
        scheduler.retry(retry);
        scheduler.start();
        while (!scheduler.await(LOOK_NANOS)) {
            context.trust().settle();
            Wait wait = scheduler.tally().wait;
            if (wait != null) {
                reporter.waiting(wait, System.nanoTime());
            }
        }
        context.trust().settle();
        reporter.last();
        Outcome outcome = scheduler.verdict() == null ? scheduler.poll().outcome() : scheduler.verdict();
        if (!outcome.isDone()) {
            throw new CliException(messages.of(task.name(), outcome), Exit.of(outcome));
        }
    }

    /** Runs the fetching of a list, and hands over what is in it and what is left out, one after the other. */
    Listing.Remarks list(
            ListTask task, Reporter reporter, Consumer<Listing.Entry> entries, Consumer<Listing.LeftOut> leftOut)
            throws CliException, IOException, InterruptedException {
        ask(task, reporter);
        return task.read(entries, leftOut);
    }

    @Override
    public void close() {
        socket.close();
        disk.shutdown();
        try {
            disk.awaitTermination(STOP_TIMEOUT_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A third of the heap, so that a small heap makes a transfer slow and not fail. */
    private static int buffers() {
        long third = Runtime.getRuntime().maxMemory() / 3 / Chunks.BYTES;
        return (int) Math.max(MIN_BUFFERS, Math.min(MAX_BUFFERS, third));
    }

    /** A bug that a disk task does not handle ends the run. */
    private Thread diskThread(Runnable tasks) {
        Thread thread = new FastThreadLocalThread(tasks, "paloma-files-disk");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((broken, bug) -> socket.broke(bug));
        return thread;
    }

    private static void stop(TransferScheduler scheduler) throws InterruptedException {
        scheduler.stop();
        scheduler.await(STOP_TIMEOUT_NANOS);
    }

    private void watch(TransferScheduler scheduler, Reporter reporter, Failures failures) throws InterruptedException {
        long every = reporter.everyNanos();
        long due = System.nanoTime() + every;
        while (!scheduler.await(Math.min(LOOK_NANOS, Math.max(0, due - System.nanoTime())))) {
            context.trust().settle();
            drain(scheduler, reporter, failures);
            long now = System.nanoTime();
            Tally tally = scheduler.tally();
            if (tally.wait != null) {
                reporter.waiting(tally.wait, now);
            } else if (now - due >= 0) {
                reporter.progress(tally, now);
            }
            due = now - due >= 0 ? now + every : due;
        }
    }

    private void drain(TransferScheduler scheduler, Reporter reporter, Failures failures) {
        for (TaskResult one = scheduler.poll(); one != null; one = scheduler.poll()) {
            if (one.outcome().how() == Outcome.How.STOPPED) {
                continue; // reported once, for all
            }
            if (!one.outcome().isDone()) {
                failures.add(one.outcome());
            }
            if (one.outcome().isLeftOut()) {
                reporter.leftOut(one.name(), one.outcome().words());
            } else {
                reporter.ended(one, scheduler.isForOne() ? "" : messages.of(one.name(), one.outcome()));
            }
        }
    }

    /** What arrived is saved when its file is closed: what is kept is known for certain only then. */
    private void countKept(List<Task> unfinished, Tally tally) {
        long end = System.nanoTime() + STOP_TIMEOUT_NANOS;
        while (isAtWork() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(CLOSING_NANOS);
        }
        List<OptionalLong> kept = unfinished.stream().map(Task::kept).toList();
        if (!isAtWork() && !kept.isEmpty() && kept.stream().allMatch(OptionalLong::isPresent)) {
            tally.keptBytes = kept.stream().mapToLong(OptionalLong::getAsLong).sum();
            tally.isKeptExactly = true;
        }
    }

    private boolean isAtWork() {
        return disk.getActiveCount() > 0 || !disk.getQueue().isEmpty();
    }

    private String summary(Work work, Tally tally, Outcome verdict, Failures failures) {
        if (verdict == null && work.isForOne()) {
            return messages.of(tally.name, failures.first());
        }
        if (verdict == null) {
            return summary(tally);
        }
        String why = messages.of("", verdict);
        return verdict.canGoOn() ? why + " " + FailureMessages.progress(tally, work.again()) : why;
    }

    /** Returns how many failed, and what became of the others. */
    private String summary(Tally tally) {
        String what = tally.failedFiles == 0
                ? "Not all folders were"
                : HumanUnits.grouped(tally.failedFiles) + " of " + HumanUnits.files(tally.files)
                        + (tally.failedFiles == 1 ? " was" : " were");
        String others = tally.doneFiles == 0
                ? ""
                : " " + HumanUnits.files(tally.doneFiles) + ", " + HumanUnits.bytes(tally.doneBytes)
                        + (tally.doneFiles == 1 ? ", is there." : ", are there.");
        return what + " not " + messages.verb() + ": see above." + others;
    }
}
