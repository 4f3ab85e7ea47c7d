package paloma.server.files;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads for what waits for a disk, that know whether all is done. Nobody interrupts them. */
final class DiskThreads implements Executor, AutoCloseable {
    /** As many as most disks work on at once; the CPUs are needed for the network too. */
    private static final int THREADS = 4;

    private static final long IDLE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Executor threads;
    private final Runnable close;
    private int tasks;

    /** @param close lets the threads end when they have done what they were given */
    DiskThreads(Executor threads, Runnable close) {
        this.threads = threads;
        this.close = close;
    }

    static DiskThreads start() {
        ExecutorService threads =
                Executors.newFixedThreadPool(THREADS, new DefaultThreadFactory("paloma-files-disk", true));
        return new DiskThreads(threads, threads::shutdown);
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
        long deadline = System.nanoTime() + IDLE_TIMEOUT_NANOS;
        try {
            for (long left = IDLE_TIMEOUT_NANOS; tasks > 0 && left > 0; left = deadline - System.nanoTime()) {
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
