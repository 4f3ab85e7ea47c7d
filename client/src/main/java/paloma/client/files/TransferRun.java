package paloma.client.files;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import paloma.client.terminal.CliException;
import paloma.transfer.Chunks;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.Listing;

/** What one command does with one server. */
final class TransferRun implements AutoCloseable {
    private static final int DISK_THREADS = 4;
    private static final int MAX_BUFFERS = 96;
    private static final int MIN_BUFFERS = TransferScheduler.MAX_AT_ONCE * ChunkPool.MIN_SHARE;
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FailureMessages sentences;
    private final ExecutorService disk =
            Executors.newFixedThreadPool(DISK_THREADS, new DefaultThreadFactory("disk", true));
    private final TransferSocket wires;
    private final TransferContext ground;

    TransferRun(InetSocketAddress server, String verb) throws IOException {
        sentences = new FailureMessages(server, verb);
        wires = new TransferSocket(server);
        ground = new TransferContext(
                wires, disk, new ChunkPool(buffers(), TransferScheduler.MAX_AT_ONCE), new SpareCookies());
    }

    /** Does tasks, and gives the exit code. */
    int run(List<? extends Task> tasks, long limitKbit, int mostAtOnce, Reporter reporter) throws InterruptedException {
        TransferScheduler crew = new TransferScheduler(ground, tasks, limitKbit, mostAtOnce);
        crew.start();
        List<Outcome> failures = new ArrayList<>();
        try {
            watch(crew, reporter, failures);
        } catch (InterruptedException e) {
            crew.stop();
            crew.await(LAST_WORDS_NANOS);
        }
        drain(crew, reporter, failures);
        reporter.last();
        Tally tally = crew.tally();
        Outcome verdict = crew.verdict();
        if (verdict == null && failures.isEmpty()) {
            tally.name = tasks.isEmpty() ? "" : tasks.get(0).name();
            reporter.done(tally, crew.nanos());
        } else {
            reporter.failed(
                    tally, verdict == null ? failures.get(0) : verdict, lastWords(tasks, tally, verdict, failures));
        }
        return Exit.of(verdict, failures);
    }

    /** Fetches the list of a folder. */
    Listing list(String folder, boolean recursive, byte[] token) throws CliException, InterruptedException {
        ListTask task = new ListTask(folder, recursive, token);
        TransferScheduler crew = new TransferScheduler(ground, List.of(task), 0, 1);
        crew.start();
        while (!crew.await(LOOK_NANOS)) {
            continue;
        }
        Outcome outcome = crew.verdict() == null ? crew.poll().outcome() : crew.verdict();
        if (!outcome.isDone()) {
            throw new CliException(sentences.of(folder, outcome), Exit.of(outcome));
        }
        return task.listing();
    }

    @Override
    public void close() {
        wires.close();
        disk.shutdown();
        try {
            disk.awaitTermination(LAST_WORDS_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A third of what Java has, so that little memory means a slow transfer and no end of it. */
    private static int buffers() {
        long third = Runtime.getRuntime().maxMemory() / 3 / Chunks.BYTES;
        return (int) Math.max(MIN_BUFFERS, Math.min(MAX_BUFFERS, third));
    }

    private void watch(TransferScheduler crew, Reporter reporter, List<Outcome> failures) throws InterruptedException {
        long every = reporter.everyNanos();
        long due = System.nanoTime() + every;
        while (!crew.await(Math.min(LOOK_NANOS, Math.max(0, due - System.nanoTime())))) {
            drain(crew, reporter, failures);
            long now = System.nanoTime();
            if (now - due >= 0) {
                reporter.progress(crew.tally(), now);
                due = now + every;
            }
        }
    }

    private void drain(TransferScheduler crew, Reporter reporter, List<Outcome> failures) {
        for (TaskResult one = crew.poll(); one != null; one = crew.poll()) {
            if (one.outcome().how() == Outcome.How.STOPPED) {
                continue; // why all was ended is said once
            }
            if (!one.outcome().isDone()) {
                failures.add(one.outcome());
            }
            reporter.ended(one, crew.isForOne() ? "" : sentences.of(one.task().name(), one.outcome()));
        }
    }

    private String lastWords(List<? extends Task> tasks, Tally tally, Outcome verdict, List<Outcome> failures) {
        if (verdict == null && tasks.size() == 1) {
            return sentences.of(tasks.get(0).name(), failures.get(0));
        }
        if (verdict == null) {
            int failed = tally.failedFiles;
            return HumanUnits.grouped(failed) + " of " + HumanUnits.files(tally.files)
                    + (failed == 1 ? " was" : " were") + " not " + sentences.verb() + ": see above.";
        }
        String why = sentences.of("", verdict);
        return verdict.canGoOn() ? why + " " + FailureMessages.progress(tally) : why;
    }
}
