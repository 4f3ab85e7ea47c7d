package paloma.audio;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A control beside a test of real time: a thread that wants to wake every two milliseconds. Where it could not, the machine
 * stood still, and what was heard meanwhile says nothing about the program.
 */
public final class Steady {
    private static final int TRIES = 3;
    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MOST_STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Thread thread = new Thread(this::run, "control");
    private volatile boolean over;
    private long longestNanos;

    private Steady() {
        thread.start();
    }

    /**
     * Gives what a try on a steady machine gave, or the first that is enough. Skips the test where the machine stood still in
     * each and none was enough.
     */
    public static int tried(int enough, Callable<Integer> test) throws Exception {
        long stillNanos = 0;
        for (int i = 0; i < TRIES; i++) {
            Steady control = new Steady();
            int result;
            try {
                result = test.call();
            } finally {
                stillNanos = control.end();
            }
            if (result >= enough || stillNanos < MOST_STILL_NANOS) {
                return result;
            }
        }
        assumeThat(TimeUnit.NANOSECONDS.toMillis(stillNanos))
                .as("milliseconds for which the machine stood still")
                .isZero();
        throw new IllegalStateException("skipped above");
    }

    private void run() {
        long before = System.nanoTime();
        while (!over) {
            LockSupport.parkNanos(BEAT_NANOS);
            long now = System.nanoTime();
            longestNanos = Math.max(longestNanos, now - before - BEAT_NANOS);
            before = now;
        }
    }

    private long end() throws InterruptedException {
        over = true;
        thread.join();
        return longestNanos;
    }
}
