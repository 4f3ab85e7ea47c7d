package paloma.server.bus;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /** Where one is heard who is not known, or something was missed, the tables are read again: once in so long. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long CLOSE_SECONDS = 3;
    private static final int MAX_REASON_CHARS = 200;

    private final BusSettings settings;
    private final String server = ServerId.random();
    private final HeardNumbers heard = new HeardNumbers();
    private final KnownServers others = new KnownServers();
    private final BusCounts counts = new BusCounts();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ListenerThread calls = new ListenerThread();
    private final Thread reader = new Thread(this::run, "paloma-bus");

    /** Held while a command is given to the link, so that the numbers and the table are in the order of the calls. */
    private final Object order = new Object();

    private final Map<String, byte[]> table = new TreeMap<>();
    private long number;

    /** Something of the own table was not given to the link, which could not keep up. */
    private boolean tableIsBehind;

    private volatile RedisLink link;
    private volatile String awaySince;
    private boolean redisSaidWhy;
    private Listener listener;
    private String last;
    private boolean joined;
    private boolean hasMissed;
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
            (isOut ? counts.told : counts.untold).increment();
            return isOut;
        }
    }

    @Override
    public void set(String key, byte[] value) {
        synchronized (order) {
            table.put(key, value);
            if (isUsable()) {
                link.set(key.getBytes(StandardCharsets.UTF_8), value);
            } else {
                tableIsBehind = true;
            }
        }
    }

    @Override
    public void unset(String key) {
        synchronized (order) {
            table.remove(key);
            if (isUsable()) {
                link.unset(key.getBytes(StandardCharsets.UTF_8));
            } else {
                tableIsBehind = true;
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
                        .whenComplete(
                                (entries, why) -> calls.call(() -> then.accept(why == null ? entries : List.of())));
            } else {
                calls.call(() -> then.accept(List.of()));
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
        return counts.readings(() -> link != null);
    }

    /** Says good-bye to the other servers. */
    @Override
    public void close() {
        closed.countDown();
        try {
            reader.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            calls.close(CLOSE_SECONDS);
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
            lost(e);
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
            catchUp(fresh);
            if (isTimeToLook()) {
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
            tableIsBehind = false;
        }
    }

    private void catchUp(RedisLink fresh) {
        synchronized (order) {
            if (tableIsBehind && !fresh.isFull()) {
                writeTable(fresh);
            }
        }
    }

    private boolean isTimeToLook() {
        long now = System.nanoTime();
        boolean mayLookAgain = now - joinedNanos >= LOOK_AGAIN_NANOS;
        return now - lookedNanos >= LOOK_NANOS || mayLookAgain && (hasMissed || others.hasStrays());
    }

    /** Reads what all others say of themselves, and begins to be there. */
    private void join(RedisLink fresh) {
        Map<String, Map<String, byte[]>> tables = new HashMap<>();
        hasMissed = false;
        fresh.others().forEach(other -> tables.put(other, fresh.table(other)));
        fresh.requireWhole();
        others.joined(tables.keySet());
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
        redisSaidWhy = false;
        calls.callAndWait(() -> listener.joined(tables));
    }

    /** Looks which servers there still are. */
    private void look(RedisLink fresh) {
        boolean expired = !fresh.renew();
        if (expired) {
            writeTable(fresh);
        }
        List<String> there = fresh.others();
        if (expired || hasMissed || !others.knowsAll(there)) {
            join(fresh);
            return;
        }
        List<String> gone = others.takeGone(there);
        calls.callAndWait(() -> gone.forEach(listener::gone));
    }

    private void hear(List<StreamMessage<byte[], byte[]>> news, RedisLink fresh) {
        for (StreamMessage<byte[], byte[]> message : news) {
            BusEntry entry = BusEntry.decode(message.getBody());
            if (entry == null) {
                counts.malformed.increment();
            } else if (!entry.server().equals(server)) {
                hear(entry, fresh);
            }
            last = message.getId();
        }
    }

    private void hear(BusEntry entry, RedisLink fresh) {
        long missed = heard.missedBefore(entry);
        if (missed == HeardNumbers.OLD) {
            return;
        }
        counts.lost.add(missed);
        hasMissed |= missed > 0;
        if (entry.isGoodbye()) {
            others.remove(entry.server());
            calls.callAndWait(() -> listener.gone(entry.server()));
        } else if (isThere(entry.server(), fresh)) {
            counts.heard.increment();
            calls.callAndWait(() -> listener.told(entry.server(), entry.message()));
        } else {
            counts.malformed.increment();
        }
    }

    /** Reads the table of whoever has not been known before it is heard, or at the next look. */
    private boolean isThere(String other, RedisLink fresh) {
        boolean isNew = !others.isKnown(other) && !others.hasStray(other);
        if (isNew && System.nanoTime() - joinedNanos >= LOOK_AGAIN_NANOS) {
            join(fresh);
        }
        return others.isKnown(other) || others.addStray(other);
    }

    private void lost(Throwable why) {
        link = null;
        joined = false;
        boolean isNews = awaySince == null;
        boolean saysMore = !redisSaidWhy && isAnswer(why);
        if (isNews) {
            awaySince = now();
            counts.outages.increment();
        }
        if (isNews || saysMore) {
            redisSaidWhy = isAnswer(why);
            String reason = reason(why);
            LOG.warn("bus: {} is away ({}); trying again each second", settings, reason);
            calls.callAndWait(() -> listener.away(reason));
        }
    }

    /** Returns whether Redis itself said why: of an attempt that it refuses, at times only the closed connection is seen. */
    private static boolean isAnswer(Throwable why) {
        return why instanceof RedisCommandExecutionException || why.getCause() != null && isAnswer(why.getCause());
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
}
