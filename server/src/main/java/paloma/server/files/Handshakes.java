package paloma.server.files;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Computes key agreements, beside the event loops: one thread, and a short queue before it. */
final class Handshakes implements AutoCloseable {
    /** Each takes a fraction of a millisecond: what waits behind more would be repeated by its client before. */
    static final int MAX_WAITING = 128;

    private final Executor thread;
    private final Runnable close;

    /** @param thread refuses what it has no room for */
    Handshakes(Executor thread, Runnable close) {
        this.thread = thread;
        this.close = close;
    }

    static Handshakes start() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                new DefaultThreadFactory("paloma-files-handshake", true));
        return new Handshakes(thread, thread::shutdown);
    }

    /** Returns whether there was room for it. */
    boolean offer(Runnable work) {
        try {
            thread.execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    @Override
    public void close() {
        close.run();
    }
}
