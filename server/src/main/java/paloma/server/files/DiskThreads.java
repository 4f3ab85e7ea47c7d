package paloma.server.files;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import paloma.server.logging.FailureLog;

/** Threads for what waits for a disk, that know whether all is done. Nobody interrupts them. */
final class DiskThreads implements Executor, AutoCloseable {
    private static final FailureLog FAILURES = new FailureLog(LoggerFactory.getLogger(DiskThreads.class));

    /** As many as most disks work on at once; the CPUs are needed for the network too. */
    private static final int THREADS = 4;

    /** What was written is worth a wait when the server ends. */
    static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Executor threads;
    private final Runnable close;
    private final long closingNanos;
    private int tasks;

    /**
     * @param close lets the threads end when they have done what they were given
     * @param closingNanos how long {@link #close()} waits for that
     */
    DiskThreads(Executor threads, Runnable close, long closingNanos) {
        this.threads = threads;
        this.close = close;
        this.closingNanos = closingNanos;
    }

    static DiskThreads start() {
        ExecutorService threads =
                Executors.newFixedThreadPool(THREADS, new DefaultThreadFactory("paloma-files-disk", true));
        return new DiskThreads(threads, threads::shutdown, CLOSING_NANOS);
    }

    /** Starts the one thread that walks through folders: lists take memory, and nobody waits for one at the end. */
    static DiskThreads startForLists() {
        ExecutorService thread = Executors.newSingleThreadExecutor(new DefaultThreadFactory("paloma-files-list", true));
        return new DiskThreads(thread, thread::shutdown, 0);
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks++;
        }
        boolean taken = false;
        try {
            threads.execute(() -> run(task));
            taken = true;
        } finally {
            if (!taken) {
                ended();
            }
        }
    }

    /** Waits for what was begun, some seconds at most. */
    @Override
    public synchronized void close() {
        long deadline = System.nanoTime() + closingNanos;
        try {
            for (long left = closingNanos; tasks > 0 && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close.run();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            FAILURES.failed("work of a transfer on the disk", e);
        } finally {
            ended();
        }
    }

    private synchronized void ended() {
        if (--tasks == 0) {
            notifyAll();
        }
    }
}
