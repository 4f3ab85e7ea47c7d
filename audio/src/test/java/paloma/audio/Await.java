package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what another program does and does not report: a file that grows, a port that it takes. */
public final class Await {
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Await() {}

    /** Returns as soon as it is true; fails after a minute with what {@code otherwise} describes. */
    public static void until(Callable<Boolean> condition, Supplier<String> otherwise) throws Exception {
        long end = System.nanoTime() + MAX_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime() - end).as(otherwise).isNegative();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
