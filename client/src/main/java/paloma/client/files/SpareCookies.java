package paloma.client.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Cookies that came with the last transfers, each good for one more: it then needs no Hello. On the event loop. */
final class SpareCookies {
    /** They are good for 20 s at the server; some of that goes by on the way. */
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final int MOST = 64;

    /**
     * @param provenBytes the largest datagram that is known to pass the path
     * @param roundTripNanos of the path
     */
    record Spare(byte[] cookie, int provenBytes, long roundTripNanos, long cameNanos) {}

    private final Deque<Spare> spares = new ArrayDeque<>();
    private boolean everHeard;

    void keep(Spare spare) {
        everHeard = true;
        if (spares.size() == MOST) {
            spares.removeFirst();
        }
        spares.addLast(spare);
    }

    /** Returns one that is fresh, or null. */
    Spare take(long nowNanos) {
        for (Spare spare = spares.pollFirst(); spare != null; spare = spares.pollFirst()) {
            if (nowNanos - spare.cameNanos <= GOOD_NANOS) {
                return spare;
            }
        }
        return null;
    }

    /** Called when the server has another secret now. */
    void forget() {
        spares.clear();
    }

    /** Returns whether the server has ever let a transfer begin. */
    boolean everHeard() {
        return everHeard;
    }
}
