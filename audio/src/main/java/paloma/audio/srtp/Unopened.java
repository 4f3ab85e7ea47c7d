package paloma.audio.srtp;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Counts what could not be opened, and says it once when for a second nothing else comes. Called on the event loop; the
 * counts are for any thread.
 */
public final class Unopened {
    private static final long SAID_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<InetSocketAddress> said;
    private volatile long notAuthentic;
    private volatile long replayed;
    private boolean alone;
    private boolean isSaid;
    private long sinceNanos;

    /** @param said called with who sends nothing that opens, once in between each two that do */
    public Unopened(Consumer<InetSocketAddress> said) {
        this.said = said;
    }

    /** Returns how many datagrams were not sealed with the key. */
    public long notAuthentic() {
        return notAuthentic;
    }

    /** Returns how many came again, or too late to know that they did not. */
    public long replayed() {
        return replayed;
    }

    /** Returns both together. */
    public long all() {
        return notAuthentic + replayed;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by one thread
    void count(SrtpOpener.Result result, InetSocketAddress sender, long now) {
        switch (result) {
            case OPENED -> {
                alone = false;
                isSaid = false;
            }
            case REPLAYED -> replayed++;
            case NOT_AUTHENTIC -> {
                notAuthentic++;
                stranger(sender, now);
            }
        }
    }

    private void stranger(InetSocketAddress sender, long now) {
        if (!alone) {
            alone = true;
            sinceNanos = now;
        } else if (!isSaid && now - sinceNanos >= SAID_AFTER_NANOS) {
            isSaid = true;
            said.accept(sender);
        }
    }
}
