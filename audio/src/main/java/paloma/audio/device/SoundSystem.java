package paloma.audio.device;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import paloma.audio.pcm.UnusableException;

/** The sound system behind the lines, which may have died: whoever calls it then waits for ever. */
public final class SoundSystem {
    /** On a busy machine it takes some seconds. */
    private static final long ANSWER_MILLIS = 15_000;

    private static final long CLOSE_MILLIS = 300;

    private SoundSystem() {}

    /** Returns what {@code opening} returns, which runs on a thread of its own. */
    public static <T> T answer(String kind, Callable<T> opening) throws UnusableException {
        return answer(kind, opening, ANSWER_MILLIS);
    }

    static <T> T answer(String kind, Callable<T> opening, long millis) throws UnusableException {
        FutureTask<T> task = new FutureTask<>(opening);
        start(task);
        try {
            return task.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnusableException(
                    "The sound system does not answer, so there is no " + kind + "; restart it.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableException("The " + kind + " was not opened, for the program is ending.", e);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    /** Closes a line within a moment, or leaves it to the end of the program. */
    public static void close(AutoCloseable line) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            line.close();
            return null;
        });
        start(task);
        try {
            task.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What can be said of a device that is gone, its last read or write has said.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "sound-system");
        thread.setDaemon(true);
        thread.start();
    }

    private static UnusableException thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException bug) {
            throw bug;
        }
        return (UnusableException) cause;
    }
}
