package paloma.transfer.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Has a device store many files at once: it waits about as long for eight as for one. Whoever has it do so waits, so that
 * no more is queued than they hold.
 */
final class DiskThreads {
    /** For 400 files of 2.5 KB (ext4, one busy disk): 2.5 ms a file by one thread, 0.04 to 0.17 by eight. */
    private static final int THREADS = 8;

    private static final int KEEP_SECONDS = 5;

    private static final Executor POOL = pool();

    private DiskThreads() {}

    private static Executor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "paloma-force");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    interface Action {
        void run() throws IOException;
    }

    /** Runs all, and returns what became of each, in their order: null where it went well. */
    static List<IOException> run(List<Action> actions) {
        List<CompletableFuture<IOException>> running = new ArrayList<>(actions.size());
        for (int i = 1; i < actions.size(); i++) {
            Action action = actions.get(i);
            running.add(CompletableFuture.supplyAsync(() -> outcome(action), POOL));
        }
        List<IOException> outcomes = new ArrayList<>(actions.size());
        if (!actions.isEmpty()) {
            outcomes.add(outcome(actions.get(0)));
        }
        running.forEach(one -> outcomes.add(join(one)));
        return outcomes;
    }

    private static IOException outcome(Action action) {
        try {
            action.run();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Waits on when this thread is interrupted: what is under way uses what the caller would close. */
    private static IOException join(CompletableFuture<IOException> one) {
        try {
            return one.join();
        } catch (CompletionException | CancellationException e) {
            throw new IllegalStateException("forcing a file failed", e);
        }
    }
}
