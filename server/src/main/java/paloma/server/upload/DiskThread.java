package paloma.server.upload;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;
import paloma.server.logging.FailureLog;

/** The only thread of uploads that touches the disk: it passes on what is queued, and the time. */
final class DiskThread {
    private static final FailureLog FAILURES = new FailureLog(LoggerFactory.getLogger(DiskThread.class));
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Nobody uploads: it still looks at the kernel's drops, so that old ones are not held against a new upload. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What comes meanwhile is written at once: waking up and writing for each datagram would take half of a core. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final DiskQueue queue;
    private final Uploads uploads;
    private final List<Gateway> gateways;
    private final long closingNanos;
    private final Thread thread = new Thread(this::run, "paloma-upload-disk");
    private long tickedNanos;
    private long busyNanos;
    private volatile boolean closing;

    /** @param closingNanos how long what is queued may take when the server ends */
    DiskThread(DiskQueue queue, Uploads uploads, List<Gateway> gateways, long closingNanos) {
        this.queue = queue;
        this.uploads = uploads;
        this.gateways = gateways;
        this.closingNanos = closingNanos;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Finishes what is queued and parks what is open; false when that takes too long. */
    boolean close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(2 * closingNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        busyNanos = System.nanoTime();
        tick(busyNanos);
        while (!closing) {
            try {
                turn();
            } catch (Throwable e) {
                FAILURES.failed("a turn of the disk's thread", e);
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
        try {
            drain(closingNanos);
            uploads.close(System.nanoTime());
        } catch (Throwable e) {
            FAILURES.failed("the last turn of the disk's thread", e);
        } finally {
            queue.end();
        }
    }

    private void turn() {
        drain(Long.MAX_VALUE);
        uploads.flush(System.nanoTime());
        queue.resumeIfDrained();
        LockSupport.parkNanos(this, PAUSE_NANOS);
        long period = tickIfDue(System.nanoTime());
        if (!closing) { // the pause may have swallowed the call to wake up
            queue.await(period);
        }
    }

    private void drain(long boundNanos) {
        long start = System.nanoTime();
        for (UploadPiece piece = queue.poll(); piece != null; piece = queue.poll()) {
            uploads.take(piece);
            queue.resumeIfDrained();
            if (piece.arrivalNanos() - tickedNanos >= TICK_NANOS) {
                tick(piece.arrivalNanos());
            }
            if (boundNanos < Long.MAX_VALUE && System.nanoTime() - start >= boundNanos) {
                return;
            }
        }
    }

    /** Returns how long the next tick may wait. */
    private long tickIfDue(long nowNanos) {
        if (uploads.open() > 0) {
            busyNanos = nowNanos;
        }
        long period = nowNanos - busyNanos < IDLE_NANOS ? TICK_NANOS : IDLE_NANOS;
        if (nowNanos - tickedNanos >= period) {
            tick(nowNanos);
        }
        return period;
    }

    /** @param nowNanos what an upload's silence is measured by: earlier than the clock, while pieces wait */
    private void tick(long nowNanos) {
        tickedNanos = nowNanos;
        try {
            for (Gateway gateway : gateways) {
                gateway.drops().tick(System.nanoTime());
            }
            uploads.tick(nowNanos);
        } catch (Throwable e) {
            FAILURES.failed("looking after uploads", e);
        }
    }
}
