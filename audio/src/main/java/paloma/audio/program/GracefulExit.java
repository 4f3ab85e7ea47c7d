package paloma.audio.program;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command finish at Ctrl-C and at SIGTERM as if it had come to its end, with its summary and its files closed. */
public final class GracefulExit implements AutoCloseable {
    /** Drawing a picture takes some of it on a busy machine. */
    private static final long FINISH_SECONDS = 20;

    private final Lifetime lifetime;
    private final CountDownLatch finished = new CountDownLatch(1);

    public GracefulExit(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    /** Called when the command has something to finish; before that it ends at once. */
    public void begin() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::finish, "ending"));
        } catch (IllegalStateException alreadyEnding) {
            lifetime.end();
        }
    }

    private void finish() {
        lifetime.end();
        try {
            finished.await(FINISH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the program end. */
    @Override
    public void close() {
        finished.countDown();
    }
}
