package paloma.transfer.driver;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one transfer has for the threads that all share. It hands over a few tasks at a time, so that transfers take
 * turns: a file of which a million chunks are to be checked delays another by no more than these few.
 */
final class BoundedExecutor {
    /** As many as keep a disk busy while others hash. */
    private static final int WIDTH = 4;

    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Runnable last;
    private int running;

    BoundedExecutor(Executor threads) {
        this.threads = threads;
    }

    synchronized void execute(Runnable task) {
        if (running == WIDTH) {
            waiting.add(task);
        } else {
            start(task);
        }
    }

    /** Runs a last task when all others have ended. */
    synchronized void finish(Runnable task) {
        last = task;
        finishIfEmpty();
    }

    private void start(Runnable task) {
        running++;
        try {
            threads.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            running--; // the program ends
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            ended();
        }
    }

    private synchronized void ended() {
        running--;
        if (waiting.isEmpty()) {
            finishIfEmpty();
        } else {
            start(waiting.remove());
        }
    }

    private void finishIfEmpty() {
        if (last != null && running == 0 && waiting.isEmpty()) {
            Runnable task = last;
            last = null;
            start(task);
        }
    }
}
