package paloma.server.bus;

import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.Count;
import paloma.net.Printable;
import paloma.server.config.BusSettings;
import paloma.server.metrics.Reading;

/**
 * A bus over Redis: what servers say is one stream, from which each reads on where it was, so that a broken connection
 * misses nothing that Redis still has; what a server says of itself is a hash that expires. A thread keeps a link as long
 * as that is whole, and tries again each second; what was under way when it broke is not sent again, since it may have
 * arrived.
 */
public final class RedisBus implements Bus {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBus.class);
    private static final long PAUSE_MILLIS = 1_000;

    /** Three times in the life of a table. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Whoever is not known is looked up; many who are not are found at the next look. */
    private static final long LOOKED_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long CLOSE_SECONDS = 3;
    private static final int MAX_REASON_CHARS = 200;

    private final BusSettings settings;
    private final String server = ServerId.random();
    private final HeardNumbers heard = new HeardNumbers();
    private final Set<String> known = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService calls =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "paloma-bus-listener"));
    private final Thread reader = new Thread(this::run, "paloma-bus");
    private final LongAdder told = new LongAdder();
    private final LongAdder untold = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder outages = new LongAdder();

    /** Held while a command is given to the link, so that the numbers and the table are in the order of the calls. */
    private final Object order = new Object();

    private final Map<String, byte[]> table = new TreeMap<>();
    private long number;
    private volatile RedisLink link;
    private volatile String awaySince;
    private Listener listener;
    private String last;
    private boolean joined;
    private long joinedNanos;
    private long lookedNanos;

    /** Connects to nothing before {@link #opened}. */
    public RedisBus(BusSettings settings) {
        this.settings = settings;
    }

    @Override
    public void listen(Listener wanted) {
        listener = wanted;
    }

    @Override
    public void opened() {
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public boolean tell(byte[] message) {
        if (message.length > BusEntry.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("a message of " + message.length + " bytes");
        }
        synchronized (order) {
            boolean isOut = isUsable();
            if (isOut) {
                link.add(new BusEntry(server, ++number, message));
            }
            (isOut ? told : untold).increment();
            return isOut;
        }
    }

    @Override
    public void set(String key, byte[] value) {
        synchronized (order) {
            table.put(key, value);
            if (isUsable()) {
                link.set(key.getBytes(StandardCharsets.UTF_8), value);
            }
        }
    }

    @Override
    public void unset(String key) {
        synchronized (order) {
            table.remove(key);
            if (isUsable()) {
                link.unset(key.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void append(String log, byte[] entry, int most) {
        synchronized (order) {
            if (isUsable()) {
                link.append(log, entry, most);
            }
        }
    }

    @Override
    public void read(String log, Consumer<List<byte[]>> then) {
        synchronized (order) {
            if (isUsable()) {
                link.log(log)
                        .whenComplete((entries, why) -> call(() -> then.accept(why == null ? entries : List.of())));
            } else {
                call(() -> then.accept(List.of()));
            }
        }
    }

    /** Returns since when the bus is away, in words; null while it is there. */
    @Override
    public String remark() {
        String since = awaySince;
        return since == null ? null : "the bus is away since " + since + ": rooms are this server's own";
    }

    @Override
    public List<Reading> readings() {
        return List.of(
                Reading.gauge(
                        "paloma_bus_up",
                        "Whether the bus between servers is there: 1 or 0.",
                        () -> link == null ? 0 : 1),
                Reading.counter("paloma_bus_told", "Messages given to the bus.", told::sum),
                Reading.counter("paloma_bus_untold", "Messages that the bus was not there for.", untold::sum),
                Reading.counter("paloma_bus_heard", "Messages of other servers.", received::sum),
                Reading.counter("paloma_bus_malformed", "Entries that no server of ours wrote.", malformed::sum),
                Reading.counter("paloma_bus_outages", "How often the bus went away.", outages::sum));
    }

    /** Says good-bye to the other servers. */
    @Override
    public void close() {
        closed.countDown();
        try {
            reader.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            calls.shutdown();
            calls.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUsable() {
        return link != null && !link.isFull();
    }

    private void run() {
        try (RedisAccess access = new RedisAccess(settings)) {
            do {
                try (RedisLink fresh = RedisLink.open(access, server)) {
                    keep(fresh);
                } catch (RedisException e) {
                    lost(e);
                }
            } while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.error("the bus failed", e);
            awaySince = now();
        } finally {
            link = null;
        }
    }

    private void keep(RedisLink fresh) {
        String head = fresh.lastEntry();
        boolean missedSome = last == null || !fresh.has(last);
        last = missedSome ? head : last;
        writeTable(fresh);
        join(fresh);
        while (closed.getCount() > 0) {
            fresh.requireWhole();
            hear(fresh.news(last), fresh);
            if (System.nanoTime() - lookedNanos >= LOOK_NANOS) {
                lookedNanos = System.nanoTime();
                look(fresh);
            }
        }
        synchronized (order) {
            link = null;
            number++;
        }
        fresh.leave(new BusEntry(server, number, null));
    }

    private void writeTable(RedisLink fresh) {
        synchronized (order) {
            fresh.writeTable(table);
            link = fresh;
        }
    }

    /** Reads what all others say of themselves, and begins to be there. */
    private void join(RedisLink fresh) {
        Map<String, Map<String, byte[]>> tables = new HashMap<>();
        fresh.others().forEach(other -> tables.put(other, fresh.table(other)));
        fresh.requireWhole();
        known.clear();
        known.addAll(tables.keySet());
        joinedNanos = System.nanoTime();
        if (!joined) {
            LOG.info(
                    "bus: {} is there, and so {} {}",
                    settings,
                    tables.size() == 1 ? "is" : "are",
                    Count.of(tables.size(), "other server"));
        }
        joined = true;
        awaySince = null;
        callAndWait(() -> listener.joined(tables));
    }

    /** Looks which servers there still are. */
    private void look(RedisLink fresh) {
        boolean expired = !fresh.renew();
        if (expired) {
            writeTable(fresh);
        }
        List<String> others = fresh.others();
        if (expired || !known.containsAll(others)) {
            join(fresh);
            return;
        }
        Set<String> gone = new HashSet<>(known);
        others.forEach(gone::remove);
        known.removeAll(gone);
        callAndWait(() -> gone.forEach(listener::gone));
    }

    private void hear(List<StreamMessage<byte[], byte[]>> news, RedisLink fresh) {
        for (StreamMessage<byte[], byte[]> message : news) {
            BusEntry entry = BusEntry.decode(message.getBody());
            if (entry == null) {
                malformed.increment();
            } else if (!entry.server().equals(server) && heard.isNew(entry)) {
                hear(entry, fresh);
            }
            last = message.getId();
        }
    }

    private void hear(BusEntry entry, RedisLink fresh) {
        if (entry.isGoodbye()) {
            known.remove(entry.server());
            callAndWait(() -> listener.gone(entry.server()));
            return;
        }
        if (!known.contains(entry.server())) {
            if (System.nanoTime() - joinedNanos >= LOOKED_UP_NANOS) {
                join(fresh);
            }
            known.add(entry.server());
        }
        received.increment();
        callAndWait(() -> listener.told(entry.server(), entry.message()));
    }

    private void lost(RedisException why) {
        link = null;
        joined = false;
        if (awaySince == null) {
            awaySince = now();
            outages.increment();
            String reason = reason(why);
            LOG.warn("bus: {} is away ({}); trying again each second", settings, reason);
            callAndWait(() -> listener.away(reason));
        }
    }

    /** Returns the innermost reason that says something, with nothing in it that a terminal would obey. */
    private static String reason(Throwable why) {
        String said = "its connection broke";
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            said = cause.getMessage() == null ? said : cause.getMessage();
        }
        String text = Printable.escape(said);
        return text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS) + "…";
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void call(Runnable call) {
        try {
            calls.execute(() -> logged(call));
        } catch (RejectedExecutionException closing) {
            return;
        }
    }

    private void callAndWait(Runnable call) {
        try {
            calls.submit(() -> logged(call)).get();
        } catch (RejectedExecutionException closing) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void logged(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.error("what listens to the bus failed", e);
        }
    }
}
