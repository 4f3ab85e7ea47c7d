package paloma.audio.program;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has Ctrl-C end the program as if it had come to its end, summary and all. */
public final class GracefulExit {
    /** A picture of what was heard takes some of it on a busy machine. */
    private static final long PATIENCE_SECONDS = 20;

    private GracefulExit() {}

    /** Returns a hook that opens the latch and waits until {@link #done}. */
    public static Thread onInterrupt(CountDownLatch over) {
        Thread hook = new Hook(over);
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /** Lets the program end. */
    public static void done(Thread hook) {
        ((Hook) hook).finished.countDown();
    }

    private static final class Hook extends Thread {
        private final CountDownLatch over;
        private final CountDownLatch finished = new CountDownLatch(1);

        Hook(CountDownLatch over) {
            super("ending");
            this.over = over;
        }

        @Override
        public void run() {
            over.countDown();
            try {
                finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
