package paloma.client.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import paloma.transfer.HelloPair;
import paloma.transfer.wire.Cookie;

/** Cookies from earlier transfers, each valid for one more without a Hello. Used on the event loop. */
final class SpareCookies {
    /** The server accepts them for 20 s, less the time on the way. */
    private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final int MAX_COOKIES = 64;

    /**
     * @param provenBytes the largest datagram known to pass the path
     * @param roundTripNanos of the path
     * @param pair what the first Hellos told of the path
     */
    record Spare(Cookie cookie, int provenBytes, long roundTripNanos, HelloPair pair, long cameNanos) {}

    private final Deque<Spare> spares = new ArrayDeque<>();
    private boolean everHeard;

    void keep(Spare spare) {
        everHeard = true;
        if (spares.size() == MAX_COOKIES) {
            spares.removeFirst();
        }
        spares.addLast(spare);
    }

    /** Returns a cookie that is still valid, or null. */
    Spare take(long nowNanos) {
        for (Spare spare = spares.pollFirst(); spare != null; spare = spares.pollFirst()) {
            if (nowNanos - spare.cameNanos <= LIFETIME_NANOS) {
                return spare;
            }
        }
        return null;
    }

    /** Called when the server has changed its secret. */
    void forget() {
        spares.clear();
    }

    /** Returns whether the server has ever accepted a transfer. */
    boolean everHeard() {
        return everHeard;
    }
}
