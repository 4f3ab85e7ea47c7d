package paloma.server.files;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads of a disk that stands still whenever the test says so. */
final class Valve implements Executor {
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean shut;

    @Override
    public synchronized void execute(Runnable task) {
        if (shut) {
            waiting.add(task);
        } else {
            threads.execute(task);
        }
    }

    synchronized void shut() {
        shut = true;
    }

    synchronized void open() {
        shut = false;
        waiting.forEach(threads::execute);
        waiting.clear();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    DiskThreads disk() {
        return new DiskThreads(this, threads::shutdown, DiskThreads.CLOSING_NANOS);
    }
}
