package paloma.transfer.driver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One transfer's share of threads that all transfers use. It hands over a few tasks at a time, so that transfers take
 * turns: a file of which a million chunks are to be checked delays another by no more than these few.
 */
final class BoundedExecutor {
    /** As many as keep a disk busy while others hash. */
    private static final int WIDTH = 4;

    private final Executor threads;
    private final Consumer<Throwable> mistakes;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Runnable last;
    private int running;
    private boolean paused;

    /** @param mistakes called with what a task throws, and with what keeps one from starting, on the thread of that */
    BoundedExecutor(Executor threads, Consumer<Throwable> mistakes) {
        this.threads = threads;
        this.mistakes = mistakes;
    }

    /** Starts nothing until {@link #resume}. */
    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        startWaiting();
    }

    synchronized void execute(Runnable task) {
        waiting.add(task);
        startWaiting();
    }

    /** Runs a last task when all others have ended. */
    synchronized void finish(Runnable task) {
        last = task;
        paused = false;
        startWaiting();
    }

    synchronized boolean isAtWork() {
        return running > 0 || !waiting.isEmpty();
    }

    /** Starts what there is room for; a task that no thread takes for now stays the next, so that nothing of it is lost. */
    private void startWaiting() {
        boolean started = !paused;
        while (started && running < WIDTH && !waiting.isEmpty()) {
            Runnable task = waiting.remove();
            started = start(task, () -> {});
            if (!started) {
                waiting.addFirst(task);
            }
        }
        if (last != null && !paused && running == 0 && waiting.isEmpty()) {
            Runnable task = last;
            last = null;
            last = start(task, task) ? null : task; // a file is closed, and its lock given back, also at the end
        }
    }

    /** @param instead run here where the threads take nothing more, for the program ends */
    private boolean start(Runnable task, Runnable instead) {
        running++;
        try {
            threads.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            running--;
            instead.run();
            return true;
        } catch (Throwable mistake) {
            running--;
            mistakes.accept(mistake);
            return false;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable mistake) {
            mistakes.accept(mistake);
        } finally {
            ended();
        }
    }

    private synchronized void ended() {
        running--;
        startWaiting();
    }
}
