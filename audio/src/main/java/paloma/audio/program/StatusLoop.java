package paloma.audio.program;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the thread of a command does while it runs: says what comes up at once, and shows the status now and then. */
public final class StatusLoop {
    /** How often to look for what nobody announces, such as that something stands still. */
    private static final long LOOK_MILLIS = 250;

    private final StatusLine status;
    private final Lifetime lifetime;
    private final LongSupplier nanoClock;

    public StatusLoop(StatusLine status, Lifetime lifetime) {
        this(status, lifetime, System::nanoTime);
    }

    StatusLoop(StatusLine status, Lifetime lifetime, LongSupplier nanoClock) {
        this.status = status;
        this.lifetime = lifetime;
        this.nanoClock = nanoClock;
    }

    /**
     * Returns when the run is over and all is said.
     *
     * @param look runs after each notice, and at least four times a second
     * @param line the status now, or null for none
     */
    public void run(Runnable look, Supplier<String> line) throws InterruptedException {
        long shownNanos = nanoClock.getAsLong();
        while (!lifetime.isOver()) {
            String sentence = lifetime.notices().await(Math.min(LOOK_MILLIS, status.intervalMillis()));
            look.run();
            if (sentence != null) {
                status.say(sentence);
            } else if (nanoClock.getAsLong() - shownNanos >= status.intervalMillis() * 1_000_000) {
                shownNanos = nanoClock.getAsLong();
                show(line.get());
            }
        }
        look.run();
        sayRest();
    }

    private void show(String line) {
        if (line != null && !lifetime.isOver()) {
            status.show(line);
        }
    }

    private void sayRest() {
        for (String sentence = lifetime.notices().poll();
                sentence != null;
                sentence = lifetime.notices().poll()) {
            status.say(sentence);
        }
    }
}
