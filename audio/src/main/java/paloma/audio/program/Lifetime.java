package paloma.audio.program;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * How long a command runs: until its work is done, somebody stops it, or one of its threads meets a bug in paloma.
 * Any thread.
 */
public final class Lifetime {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Notices notices = new Notices();
    private final Consumer<Throwable> bugs;

    /** @param bugs called with the first bug alone: what breaks later breaks because of it */
    public Lifetime(Consumer<Throwable> bugs) {
        this.bugs = bugs;
    }

    public void end() {
        over.countDown();
        notices.wake();
    }

    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Returns what is said to the person meanwhile. */
    public Notices notices() {
        return notices;
    }

    /** Reports a bug and ends the command. */
    public void breakOff(Throwable bug) {
        try {
            if (broken.compareAndSet(false, true)) {
                bugs.accept(bug);
            }
        } finally {
            end();
        }
    }

    /** Returns the task, breaking off if it throws: an event loop would ignore that, and nothing would end. */
    public Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable bug) {
                breakOff(bug);
            }
        };
    }

    /** Waits until it is over; returns whether it is. */
    public boolean await(long millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }
}
