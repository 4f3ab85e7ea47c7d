package paloma.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands lines to a thread that writes them: a suspended terminal (Ctrl-S) or a full pipe stops that thread and no
 * event loop. The queue is bounded: its last part is kept for warnings, and what finds no place is counted. (Logback's
 * own asynchronous appender does the same without the count, and takes longer to load than all else here.)
 */
final class DetachedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final int QUEUE_LINES = 1_024;

    /** Places that info and below may not take. */
    static final int KEPT_FOR_WARNINGS = QUEUE_LINES / 4;

    /** At the end, how long a terminal that takes nothing may hold us up. */
    private static final long MAX_FLUSH_MILLIS = 1_000;

    /** Stands behind the last line. */
    private static final ILoggingEvent END = new LoggingEvent();

    private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
    private final Thread writer = new Thread(this::write, "log");
    private final Encoder<ILoggingEvent> encoder;
    private final OutputStream out;
    private final LongAdder lost;

    DetachedAppender(Encoder<ILoggingEvent> encoder, OutputStream out, LongAdder lost) {
        this.encoder = encoder;
        this.out = out;
        this.lost = lost;
    }

    @Override
    public void start() {
        super.start();
        writer.setDaemon(true);
        writer.start();
    }

    /** Takes no more lines, and waits until those that are queued are written, within bounds. */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        try {
            if (queue.offer(END, MAX_FLUSH_MILLIS, TimeUnit.MILLISECONDS)) {
                writer.join(MAX_FLUSH_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean kept = event.getLevel().isGreaterOrEqual(Level.WARN) || queue.remainingCapacity() > KEPT_FOR_WARNINGS;
        // The arguments are turned to text here and now: a buffer among them is another one when the writer comes.
        event.prepareForDeferredProcessing();
        if (!kept || !queue.offer(event)) {
            lost.increment();
        }
    }

    private void write() {
        try {
            for (ILoggingEvent event = queue.take(); event != END; event = queue.take()) {
                writeLine(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeLine(ILoggingEvent event) {
        try {
            out.write(encoder.encode(event));
            out.flush();
        } catch (Throwable e) {
            // There is nowhere to complain about a log that cannot be written.
            lost.increment();
        }
    }
}
