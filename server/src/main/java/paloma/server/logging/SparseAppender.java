package paloma.server.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets through a line a minute, and a few at first: for a library that warns of what strangers send. What is left out is
 * counted elsewhere, as refusals.
 */
final class SparseAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int BURST_LINES = 3;
    private static final long NANOS_A_LINE = TimeUnit.MINUTES.toNanos(1);

    private final Appender<ILoggingEvent> next;
    private final LongSupplier clock;
    private long fullAtNanos;

    /** @param clock in nanoseconds, as {@link System#nanoTime()} */
    SparseAppender(Appender<ILoggingEvent> next, LongSupplier clock) {
        this.next = next;
        this.clock = clock;
        this.fullAtNanos = clock.getAsLong();
    }

    static SparseAppender before(Appender<ILoggingEvent> next, LoggerContext context) {
        SparseAppender sparse = new SparseAppender(next, System::nanoTime);
        sparse.setContext(context);
        sparse.start();
        return sparse;
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        long ahead = Math.max(0, fullAtNanos - clock.getAsLong());
        if (ahead <= (BURST_LINES - 1) * NANOS_A_LINE) {
            fullAtNanos = clock.getAsLong() + ahead + NANOS_A_LINE;
            next.doAppend(event);
        }
    }
}
