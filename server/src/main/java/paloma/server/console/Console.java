package paloma.server.console;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Count;
import paloma.net.StandardOutput;
import paloma.server.handover.HandOver;
import paloma.server.logging.FailureLog;
import paloma.service.Request;

/**
 * Shows people what services got, a line each, without holding up an event loop: a loop copies at most
 * {@link #SHOWN_BYTES} and a byte; one thread formats and prints. When that thread is behind, or standard output takes nothing,
 * lines are left out and their number is told.
 */
public final class Console implements AutoCloseable {
    /** How the lines look. */
    public enum Format {
        /** Time, service, sender, length and text, for people. */
        TEXT,
        /** A JSON object a line, for programs. */
        JSON
    }

    /** Of a longer payload only so much is shown, and its full length: a terminal's screen holds about 2,000. */
    public static final int SHOWN_BYTES = 1_024;

    /** Lines that may wait: at most 1 MiB of payloads. */
    static final int MAX_WAITING = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final FailureLog FAILURES = new FailureLog(LOG);
    private static final long CLOSING_MILLIS = 1_000;
    private static final long COMPLAINT_MILLIS = 60_000;
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    private final PrintStream out;
    private final Format format;
    private final Clock clock;
    private final HandOver<ConsoleLine> lines = new HandOver<>(MAX_WAITING, Long.MAX_VALUE);
    private final RecentLines recent = new RecentLines();
    private final LongAdder notShown = new LongAdder();
    private long nextComplaintMillis = Long.MIN_VALUE;
    private final Thread thread = new Thread(this::run, "console");
    private long toldNotShown;
    private volatile boolean closing;

    private Console(PrintStream out, Format format, Clock clock) {
        this.out = out;
        this.format = format;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Prints to {@code out}, which stays open. */
    public static Console to(PrintStream out, Format format) {
        return to(out, format, Clock.systemDefaultZone());
    }

    /** @param clock gives the time of each line and the zone in which it is shown */
    static Console to(PrintStream out, Format format, Clock clock) {
        Console console = new Console(out, format, clock);
        console.thread.start();
        return console;
    }

    /** Shows nothing and costs nothing. */
    public static Console quiet() {
        return new Console(null, Format.TEXT, Clock.systemUTC());
    }

    /** Shows a request; never waits. */
    public void show(String service, Request request) {
        offer(() -> {
            ByteBuf payload = request.payload();
            int length = payload.readableBytes();
            byte[] head = ByteBufUtil.getBytes(payload, payload.readerIndex(), Math.min(length, SHOWN_BYTES + 1));
            return new ConsoleLine.Arrival(clock.millis(), service, request.source(), length, head);
        });
    }

    /**
     * Shows what a service did because of a request of {@code source}; never waits.
     *
     * @param event one word for programs
     * @param words the same for people
     */
    public void tell(String service, SocketAddress source, String event, String words) {
        offer(() -> new ConsoleLine.Event(clock.millis(), service, source, event, words));
    }

    /** Returns the lines shown lately that have numbers above {@code after}, the oldest first. Any thread. */
    public List<ShownLine> shownAfter(long after) {
        return recent.after(after);
    }

    /** Returns how many lines were shown: the number of the last. Any thread. */
    public long shown() {
        return recent.count();
    }

    /** Counts the lines that found the queue full, or standard output broken. */
    public long notShown() {
        return notShown.sum();
    }

    /** Prints what waits, for a second at most: a terminal that was stopped takes nothing. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(Supplier<ConsoleLine> line) {
        if (out != null && !closing && !lines.offer(0, line)) {
            notShown.increment();
        }
    }

    private void run() {
        while (true) {
            boolean last = closing;
            printWaiting();
            if (last) {
                return;
            }
            lines.await(IDLE_NANOS);
        }
    }

    private void printWaiting() {
        int printed = 0;
        while (printed < MAX_WAITING && printNext()) {
            printed++;
        }
        ConsoleLine.Missing missing = new ConsoleLine.Missing(clock.millis(), notShown.sum() - toldNotShown);
        if (missing.count() > 0) {
            print(missing);
        }
        Optional<IOException> failure = StandardOutput.takeFailure(out);
        if (failure.isEmpty()) {
            told(missing);
        } else {
            notShown.add(printed);
            complain(failure.get());
        }
    }

    private void told(ConsoleLine.Missing missing) {
        toldNotShown += missing.count();
        if (missing.count() > 0) {
            recent.add(missing);
        }
    }

    private void complain(IOException failure) {
        long now = clock.millis();
        if (now >= nextComplaintMillis) {
            nextComplaintMillis = now + COMPLAINT_MILLIS;
            LOG.warn(
                    "standard output cannot be written ({}): {} not shown",
                    StandardOutput.reason(failure),
                    Count.of(notShown.sum() - toldNotShown, "line"));
        }
    }

    private boolean printNext() {
        ConsoleLine line = lines.poll();
        if (line == null) {
            return false;
        }
        try {
            recent.add(line);
            print(line);
        } catch (Throwable e) {
            FAILURES.failed("a line of the console", e);
        } finally {
            lines.free(0);
        }
        return true;
    }

    private void print(ConsoleLine line) {
        String time = TIME.format(Instant.ofEpochMilli(line.millis()).atZone(clock.getZone()));
        out.print((format == Format.JSON ? line.json(new JsonLine().add("time", time)) : line.text(time)) + "\n");
    }
}
