package paloma.audio.srtp;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Counts what could not be opened, and says of whom it comes when for a second nothing else does. Called on the event loop;
 * the counts are for any thread.
 */
public final class Unopened {
    private static final long SAID_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So many senders are spoken of: anybody can pretend to be many. */
    private static final int MAX_SAID = 4;

    private final Consumer<InetSocketAddress> teller;
    private final Set<InetSocketAddress> said = new HashSet<>();
    private volatile long notAuthentic;
    private volatile long replayed;
    private boolean alone;
    private long sinceNanos;

    /** @param teller called with who sends nothing that opens, once for each */
    public Unopened(Consumer<InetSocketAddress> teller) {
        this.teller = teller;
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
            case OPENED -> alone = false;
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
        } else if (now - sinceNanos >= SAID_AFTER_NANOS && said.size() < MAX_SAID && said.add(sender)) {
            teller.accept(sender);
        }
    }
}
