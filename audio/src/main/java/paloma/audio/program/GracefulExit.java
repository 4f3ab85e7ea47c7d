package paloma.audio.program;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command finish at Ctrl-C and at SIGTERM as if it had come to its end, with its summary and its files closed. */
public final class GracefulExit implements AutoCloseable {
    /** Drawing a picture takes some of it on a busy machine. */
    private static final long FINISH_SECONDS = 20;

    private final Lifetime lifetime;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Shutdown shutdown;
    private final Thread hook = new Thread(this::finish, "ending");
    private volatile int exitCode;

    public GracefulExit(Lifetime lifetime, Shutdown shutdown) {
        this.lifetime = lifetime;
        this.shutdown = shutdown;
    }

    /** Called when the command has something to finish; before that it ends at once. */
    public void begin() {
        try {
            shutdown.addHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            lifetime.end();
        }
    }

    /** Sets how the program ends and returns it; a failure counts for more than that it was stopped by a signal. */
    public int with(int code) {
        exitCode = code;
        return code;
    }

    /** Runs in the shutdown hook, when the exit code is that of the signal unless this program is halted with another. */
    void finish() {
        lifetime.end();
        try {
            if (finished.await(FINISH_SECONDS, TimeUnit.SECONDS) && exitCode != 0) {
                shutdown.halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the program end; what comes later has an exit code of its own. */
    @Override
    public void close() {
        finished.countDown();
        try {
            shutdown.removeHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs, and has been waiting for this.
        }
    }
}
