package paloma.server.files;

import java.util.concurrent.atomic.AtomicBoolean;
import paloma.transfer.protection.SealingWarmUp;

/** Makes the first handshakes and packets of a server as quick as later ones: once, when nothing else wants the processor. */
final class WarmUp {
    private static final int HANDSHAKES = 200;
    private static final int PACKETS = 20_000;
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private WarmUp() {}

    /** Starts on a thread of its own, unless it was started before, and returns at once. */
    static void begin() {
        if (BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(WarmUp::run, "paloma-files-warm-up");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.start();
        }
    }

    private static void run() {
        SealingWarmUp.handshakes(1);
        SealingWarmUp.packets(PACKETS);
        SealingWarmUp.handshakes(HANDSHAKES);
    }
}
