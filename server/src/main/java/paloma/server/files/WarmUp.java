package paloma.server.files;

import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import paloma.transfer.Chunks;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.driver.Rehearsal;

/** Makes the first transfer of a server as quick as later ones: once, and only while there is none. */
public final class WarmUp {
    private static final int CHUNKS = 16;

    /** Some 20,000 packets on two processors: what C2 compiles of them is under way by then. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private WarmUp() {}

    /**
     * Starts on a thread of its own, unless it was started before, and returns at once.
     *
     * @param isIdle where it says no, the rehearsal is broken off
     */
    static void begin(BooleanSupplier isIdle) {
        if (BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(() -> run(isIdle), "paloma-files-warm-up");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.start();
        }
    }

    private static void run(BooleanSupplier isIdle) {
        long end = System.nanoTime() + MOST_NANOS;
        BooleanSupplier goesOn = () -> isIdle.getAsBoolean() && System.nanoTime() - end < 0;
        while (goesOn.getAsBoolean()) {
            rehearse(goesOn);
        }
    }

    /** Moves a file of zeros within this process. */
    public static void rehearse(BooleanSupplier goesOn) {
        OutgoingFile out = OutgoingFile.of(Collections.nCopies(CHUNKS, new byte[Chunks.BYTES]), 0);
        Rehearsal.run(out, new ForgottenFile(out.facts()), goesOn);
    }
}
