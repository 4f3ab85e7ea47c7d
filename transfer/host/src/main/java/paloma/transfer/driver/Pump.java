package paloma.transfer.driver;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import paloma.net.DatagramTrain;

/** Sends what a transfer has to send, now and when its timer is due. Used on the event loop alone. */
public final class Pump {
    /** After so many datagrams others on the event loop get their turn. */
    private static final int MAX_AT_ONCE = 256;

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TransferDriver driver;
    private final DatagramTrain train;
    private final EventExecutor loop;
    private final Runnable turn = this::turn;
    private ScheduledFuture<?> timer;
    private long timerNanos;
    private boolean stopped;

    public Pump(TransferDriver driver, DatagramTrain train, EventExecutor loop) {
        this.driver = driver;
        this.train = train;
        this.loop = loop;
    }

    /** Sends what may leave now, and sets the timer for the rest. */
    public void run() {
        if (stopped) {
            return;
        }
        boolean last = driver.isEnded();
        try {
            sendAndSleep();
        } catch (Throwable mistake) {
            driver.broke(mistake);
            if (last) {
                stop(); // not even the last message can be sent
            } else {
                run();
            }
        }
    }

    private void sendAndSleep() {
        long now = System.nanoTime();
        int sent = 0;
        while (sent < MAX_AT_ONCE && train.isWritable()) {
            ByteBuf out = train.begin(driver.datagramBytes());
            int bytes = driver.poll(out, now);
            train.end(bytes);
            if (bytes == 0) {
                break;
            }
            sent++;
        }
        train.flush();
        if (driver.isOver()) {
            stop();
        } else {
            sleep(sent == MAX_AT_ONCE ? now : driver.wakeNanos(now), now);
        }
    }

    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void turn() {
        timer = null;
        run();
    }

    /** Keeps a timer that is due earlier: setting one costs more than an idle turn. */
    private void sleep(long wakeNanos, long now) {
        long nanos = Math.max(0, Math.min(wakeNanos - now, LONGEST_SLEEP_NANOS));
        if (timer != null && timerNanos - (now + nanos) <= 0) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        timerNanos = now + nanos;
        timer = loop.schedule(turn, nanos, TimeUnit.NANOSECONDS);
    }
}
