package paloma.audio.pulse;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Only sleeps: by how much it wakes too late tells for how long the machine stood still. */
public final class Canary implements AutoCloseable {
    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong worstNanos = new AtomicLong();
    private final Thread thread = new Thread(this::sleep, "canary");

    public Canary() {
        thread.setDaemon(true);
        thread.start();
    }

    public long worstMillis() {
        return TimeUnit.NANOSECONDS.toMillis(worstNanos.get());
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void sleep() {
        try {
            while (true) {
                long due = System.nanoTime() + SLEEP_NANOS;
                TimeUnit.NANOSECONDS.sleep(SLEEP_NANOS);
                worstNanos.accumulateAndGet(System.nanoTime() - due, Math::max);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
