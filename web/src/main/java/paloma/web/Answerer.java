package paloma.web;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** Computes answers on threads of its own, which may block. Any thread. */
final class Answerer implements AutoCloseable {
    private static final long IDLE_THREAD_SECONDS = 10;

    private final ThreadPoolExecutor threads;
    private final Function<Asked, Reply> answers;
    private final Consumer<Throwable> mistakes;
    private final AtomicBoolean mistaken = new AtomicBoolean();

    /**
     * @param threads at most
     * @param waiting how many requests may wait for a thread
     */
    Answerer(String name, int threads, int waiting, Function<Asked, Reply> answers, Consumer<Throwable> mistakes) {
        this.answers = answers;
        this.mistakes = mistakes;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waiting),
                task -> thread(task, name));
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Computes the reply and hands it over in {@code back}; returns the task, which may be {@link #forget forgotten}. */
    Runnable answer(Asked asked, Executor back, Consumer<Reply> taker) {
        Runnable task = () -> handOver(reply(asked), back, taker);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            taker.accept(Answer.word(Answer.UNAVAILABLE, "too many requests at once"));
        }
        return task;
    }

    /** Computes nothing for a client that has gone, if that has not begun. */
    void forget(Runnable task) {
        threads.remove(task);
    }

    /** Tells of the first Throwable only: whoever scrapes asks again every few seconds. */
    void mistaken(Throwable mistake) {
        if (mistaken.compareAndSet(false, true)) {
            mistakes.accept(mistake);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Reply reply(Asked asked) {
        try {
            return answers.apply(asked);
        } catch (Throwable mistake) {
            mistaken(mistake);
            return Answer.word(Answer.FAILED, "a mistake of this program");
        }
    }

    private static void handOver(Reply reply, Executor back, Consumer<Reply> taker) {
        try {
            back.execute(() -> taker.accept(reply));
        } catch (RejectedExecutionException closedMeanwhile) {
            return;
        }
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
