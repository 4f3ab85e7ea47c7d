package paloma.client.files;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import paloma.net.DatagramTrain;
import paloma.transfer.Handshake;
import paloma.transfer.RateLimit;

/** The handshake of one transfer on the wire: its datagrams, its repeats and its timeout. On the event loop. */
final class Opening {
    /** The timeout for a server that never answered: six Hellos. */
    private static final long FIRST_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TransferContext context;
    private final Handshake handshake;
    private final DatagramTrain train;
    private final RateLimit limit;
    private final Runnable again;
    private ScheduledFuture<?> timer;

    /**
     * @param limit that what leaves is counted under
     * @param again run when something may have to be repeated
     */
    Opening(
            TransferContext context,
            Handshake handshake,
            DatagramTrain train,
            RateLimit limit,
            Runnable again,
            long nowNanos) {
        this.context = context;
        this.handshake = handshake;
        this.train = train;
        this.limit = limit;
        this.again = again;
        SpareCookies.Spare spare = context.cookies().take(nowNanos);
        if (spare != null) {
            handshake.knows(spare.cookie(), spare.provenBytes(), spare.roundTripNanos(), spare.pair());
        }
    }

    Handshake handshake() {
        return handshake;
    }

    /** Sends what is due. */
    void send(long nowNanos) {
        int bytes = 1;
        while (bytes > 0) {
            bytes = handshake.poll(train.begin(Handshake.LARGEST_HELLO_BYTES), nowNanos);
            train.end(bytes);
            if (bytes > 0) {
                limit.sent(bytes, System.nanoTime()); // a program that has just started took its time
            }
        }
        train.flush();
    }

    /** Returns whether the server has answered this client before. */
    boolean isServerKnown() {
        return context.cookies().everHeard() || handshake.roundTripNanos() > 0;
    }

    boolean isTimedOut(long silentNanos) {
        return silentNanos > (isServerKnown() ? Transfer.IDLE_TIMEOUT_NANOS : FIRST_TIMEOUT_NANOS);
    }

    void sleep(long nowNanos) {
        stop();
        long nanos = Math.max(0, handshake.wakeNanos() - nowNanos);
        timer = context.socket().loop().schedule(again, nanos, TimeUnit.NANOSECONDS);
    }

    /** Called when the handshake is complete: keeps its cookie for the next transfer. */
    void accepted(long nowNanos) {
        stop();
        context.cookies()
                .keep(new SpareCookies.Spare(
                        handshake.nextCookie(),
                        handshake.provenBytes(),
                        handshake.roundTripNanos(),
                        handshake.pair(),
                        nowNanos));
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
