package paloma.server.bus;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two connections to Redis: one for what does not wait, whose commands are carried out in their order, and one for who
 * waits for news. It is whole until its first failure, and of no use after that.
 */
final class RedisLink implements AutoCloseable {
    /** More than a second's talk of a large fleet; as many entries are kept for who was away for a moment. */
    static final int KEPT_ENTRIES = 10_000;

    /** Redis is slow, or stands still. */
    static final int MAX_IN_FLIGHT = 5_000;

    static final int MAX_SERVERS = 1_000;

    /** The people of a large server, and more. */
    static final int MAX_TABLE_ENTRIES = 100_000;

    /** A table vanishes so long after it was last renewed. */
    static final Duration TABLE_LIFE = Duration.ofSeconds(10);

    private static final Duration LOG_LIFE = Duration.ofDays(7);
    private static final Duration NEWS_WAIT = Duration.ofMillis(500);
    private static final int NEWS_AT_ONCE = 500;
    private static final int MOST_OF_A_LOG = 1_000;
    private static final byte[] EXISTS = {};

    /** The id before all entries. */
    private static final String NOTHING = "0-0";

    private final StatefulRedisConnection<byte[], byte[]> writing;
    private final StatefulRedisConnection<byte[], byte[]> reading;
    private final RedisAsyncCommands<byte[], byte[]> write;
    private final RedisCommands<byte[], byte[]> read;
    private final String server;
    private final byte[] table;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Throwable failure;

    private RedisLink(
            StatefulRedisConnection<byte[], byte[]> writing,
            StatefulRedisConnection<byte[], byte[]> reading,
            String server) {
        this.writing = writing;
        this.reading = reading;
        this.write = writing.async();
        this.read = reading.sync();
        this.server = server;
        this.table = RedisKeys.table(server);
    }

    /** @param server whose link it is */
    static RedisLink open(RedisAccess access, String server) {
        StatefulRedisConnection<byte[], byte[]> writing = access.connect();
        try {
            return new RedisLink(writing, access.connect(), server);
        } catch (RedisException e) {
            writing.close();
            throw e;
        }
    }

    /** @throws RedisException where something has failed, as every method here that waits */
    void requireWhole() {
        Throwable why = failure;
        if (why != null) {
            throw new RedisException(why.getMessage(), why);
        }
        if (!writing.isOpen()) {
            throw new RedisConnectionException("the connection was closed");
        }
    }

    /** Returns whether so much waits for Redis that no more is taken. */
    boolean isFull() {
        return inFlight.get() >= MAX_IN_FLIGHT || failure != null;
    }

    void add(BusEntry entry) {
        XAddArgs bound = new XAddArgs().maxlen(KEPT_ENTRIES).approximateTrimming();
        sent(write.xadd(RedisKeys.ENTRIES, bound, entry.encode()));
    }

    void set(byte[] key, byte[] value) {
        sent(write.hset(table, key, value));
    }

    void unset(byte[] key) {
        sent(write.hdel(table, key));
    }

    void append(String log, byte[] entry, int most) {
        byte[] key = RedisKeys.log(log);
        tried(write.rpush(key, entry));
        tried(write.ltrim(key, -most, -1));
        tried(write.expire(key, LOG_LIFE));
    }

    RedisFuture<List<byte[]>> log(String name) {
        RedisFuture<List<byte[]>> log = write.lrange(RedisKeys.log(name), -MOST_OF_A_LOG, -1);
        tried(log);
        return log;
    }

    /** Writes the server's whole table at once, and that there is such a server; in the order of the other commands. */
    void writeTable(Map<String, byte[]> entries) {
        Map<byte[], byte[]> fields = new HashMap<>();
        fields.put(EXISTS, EXISTS);
        entries.forEach((key, value) -> fields.put(key.getBytes(StandardCharsets.UTF_8), value));
        sent(write.multi());
        sent(write.del(table));
        sent(write.hset(table, fields));
        sent(write.expire(table, TABLE_LIFE));
        sent(write.sadd(RedisKeys.SERVERS, name()));
        sent(write.exec());
    }

    /** Returns whether the server's table was still there, which now has its full life again. */
    boolean renew() {
        read.sadd(RedisKeys.SERVERS, name()); // another may just have found no table, and taken the name out
        return read.expire(table, TABLE_LIFE);
    }

    /** Says good-bye, and waits until that is done. */
    void leave(BusEntry goodbye) {
        List<RedisFuture<?>> all = new ArrayList<>();
        all.add(write.xadd(RedisKeys.ENTRIES, goodbye.encode()));
        all.add(write.del(table));
        all.add(write.srem(RedisKeys.SERVERS, name()));
        LettuceFutures.awaitAll(RedisAccess.PATIENCE, all.toArray(RedisFuture[]::new));
    }

    /** Returns the other servers that have a table, and forgets those that have none any more. */
    List<String> others() {
        List<String> others = new ArrayList<>();
        for (byte[] member : read.srandmember(RedisKeys.SERVERS, MAX_SERVERS)) {
            String other = ServerId.parse(member);
            if (other == null || read.exists(RedisKeys.table(other)) == 0) {
                read.srem(RedisKeys.SERVERS, member);
            } else if (!other.equals(server)) {
                others.add(other);
            }
        }
        return others;
    }

    /** Returns the table of another server; an empty one where it is none, or larger than any of ours. */
    Map<String, byte[]> table(String other) {
        byte[] key = RedisKeys.table(other);
        Map<String, byte[]> entries = new HashMap<>();
        try {
            if (read.hlen(key) <= MAX_TABLE_ENTRIES) {
                read.hgetall(key).forEach((name, value) -> {
                    if (name.length > 0 && value.length <= BusEntry.MAX_MESSAGE_BYTES) {
                        entries.put(new String(name, StandardCharsets.UTF_8), value);
                    }
                });
            }
        } catch (RedisCommandExecutionException e) {
            if (!isWrongType(e)) {
                throw e;
            }
        }
        return entries;
    }

    /** Returns the id of the last entry there is. */
    String lastEntry() {
        List<StreamMessage<byte[], byte[]>> last =
                read.xrevrange(RedisKeys.ENTRIES, Range.unbounded(), Limit.create(0, 1));
        return last.isEmpty() ? NOTHING : last.get(0).getId();
    }

    /** Returns whether an entry is still there, and so all that came behind it. */
    boolean has(String entry) {
        if (entry.equals(NOTHING)) {
            return read.xlen(RedisKeys.ENTRIES) < KEPT_ENTRIES;
        }
        return !read.xrange(RedisKeys.ENTRIES, Range.create(entry, entry)).isEmpty();
    }

    /** Waits a moment for entries behind that one. */
    @SuppressWarnings("unchecked") // an array of one
    List<StreamMessage<byte[], byte[]>> news(String after) {
        return read.xread(
                XReadArgs.Builder.block(NEWS_WAIT).count(NEWS_AT_ONCE),
                XReadArgs.StreamOffset.from(RedisKeys.ENTRIES, after));
    }

    @Override
    public void close() {
        writing.close();
        reading.close();
    }

    private byte[] name() {
        return server.getBytes(StandardCharsets.US_ASCII);
    }

    private void sent(RedisFuture<?> command) {
        inFlight.incrementAndGet();
        command.whenComplete((done, why) -> completed(why));
    }

    /** As {@link #sent}, but what somebody has put in the place of a log breaks nothing else. */
    private void tried(RedisFuture<?> command) {
        inFlight.incrementAndGet();
        command.whenComplete((done, why) -> completed(isWrongType(why) ? null : why));
    }

    private void completed(Throwable why) {
        inFlight.decrementAndGet();
        if (why != null && failure == null) {
            failure = why;
        }
    }

    private static boolean isWrongType(Throwable why) {
        return why instanceof RedisCommandExecutionException && why.getMessage().startsWith("WRONGTYPE");
    }
}
