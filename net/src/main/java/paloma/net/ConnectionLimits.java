package paloma.net;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Bounds the connections of all endpoints that share it, together and for each source ({@link SourcePrefix}). Where a
 * bound is met, the connection that was silent longest gives way to the new one, if it was silent for a moment or is
 * not older than that; where there is none, one of the source that has most gives way to a source that has fewer; else
 * the new one is refused. So nobody keeps others out by holding connections. Any thread.
 */
public final class ConnectionLimits {
    /** Which bound was met. */
    public enum Bound {
        /** That of all connections. */
        ALL,
        /** That of one source. */
        SOURCE,
        /** That of the process: the system gives it no more descriptors. */
        DESCRIPTORS
    }

    private final long silenceNanos;
    private final LongSupplier clock;
    private final Map<Long, Set<BoundedConnection>> bySource = new HashMap<>();
    private int open;
    private int max;
    private int maxPerSource;

    /**
     * @param silenceNanos after which a connection may have to give way
     * @param clock in nanoseconds, as {@link System#nanoTime()}
     */
    public ConnectionLimits(int max, int maxPerSource, long silenceNanos, LongSupplier clock) {
        this.max = max;
        this.maxPerSource = maxPerSource;
        this.silenceNanos = silenceNanos;
        this.clock = clock;
    }

    /** Sets other bounds, which hold for the next connection: those that are open stay until one has to give way. */
    public synchronized void change(int newMax, int newMaxPerSource) {
        max = newMax;
        maxPerSource = newMaxPerSource;
    }

    public synchronized int max() {
        return max;
    }

    public synchronized int maxPerSource() {
        return maxPerSource;
    }

    /** Returns how many connections are open. */
    public synchronized int open() {
        return open;
    }

    /**
     * Adds a connection for as long as it is open, and its first handler to its pipeline; returns false where there is
     * no room for it.
     */
    boolean admit(Channel channel, InetAddress source, ConnectionWatch watch) {
        BoundedConnection connection = new BoundedConnection(channel, source, this, watch);
        Bound met = add(connection);
        if (met != null) {
            watch.turnedAway(met, source);
            return false;
        }
        channel.pipeline().addLast("connection", connection);
        channel.closeFuture().addListener(closed -> remove(connection));
        return true;
    }

    /** Counts a connection of a proxy for its client from now on, which may be one too many. */
    public static void tell(Channel connection, InetAddress client) {
        BoundedConnection bounded = connection.pipeline().get(BoundedConnection.class);
        if (bounded != null) {
            bounded.tell(client);
        }
    }

    /** Notes whether an answer for the connection is being computed: its client is not silent meanwhile, it waits. */
    public static void computesFor(Channel connection, boolean computing) {
        BoundedConnection bounded = connection.pipeline().get(BoundedConnection.class);
        if (bounded != null) {
            bounded.waits(computing);
        }
    }

    void move(BoundedConnection connection, InetAddress client) {
        Bound met = moved(connection, client);
        if (met != null) {
            connection.turnAway(met);
        }
    }

    private synchronized Bound moved(BoundedConnection connection, InetAddress client) {
        remove(connection);
        connection.isOf(client);
        return add(connection);
    }

    /**
     * Closes the connection that was silent longest, if that is a while, because the system gives no descriptor for a new
     * one. A young one stays: accept(2) fails right behind the connection that took the last descriptor, too.
     */
    public synchronized void freeDescriptor() {
        long nowNanos = clock.getAsLong();
        Stream<BoundedConnection> silent = all().filter(each -> each.silenceNanos(nowNanos) >= silenceNanos);
        turnAway(longestSilent(silent, nowNanos), Bound.DESCRIPTORS);
    }

    long nowNanos() {
        return clock.getAsLong();
    }

    /** Returns the bound that keeps the connection out, or null. */
    private synchronized Bound add(BoundedConnection newcomer) {
        Bound met = boundMet(newcomer.prefix(), clock.getAsLong());
        if (met == null) {
            bySource.computeIfAbsent(newcomer.prefix(), none -> new HashSet<>()).add(newcomer);
            open++;
        }
        return met;
    }

    private Bound boundMet(long prefix, long nowNanos) {
        while (prefix != SourcePrefix.NONE && of(prefix).size() >= maxPerSource) {
            if (!giveWay(of(prefix).stream(), Bound.SOURCE, nowNanos)) {
                return Bound.SOURCE;
            }
        }
        while (open >= max) {
            if (!giveWay(all(), Bound.ALL, nowNanos) && !giveUpShare(of(prefix).size(), nowNanos)) {
                return Bound.ALL;
            }
        }
        return null;
    }

    /** Turns the longest-silent of these away; returns false where none may be. */
    private boolean giveWay(Stream<BoundedConnection> those, Bound bound, long nowNanos) {
        Stream<BoundedConnection> silent = those.filter(each -> each.mayGiveWay(nowNanos, silenceNanos));
        return turnAway(longestSilent(silent, nowNanos), bound);
    }

    /** Takes a connection from the source that has most, unless the one that asks would have no fewer then. */
    private boolean giveUpShare(int connectionsOfNewcomer, long nowNanos) {
        Set<BoundedConnection> most = bySource.values().stream()
                .max(Comparator.comparingInt(Set::size))
                .orElse(Set.of());
        return most.size() > connectionsOfNewcomer + 1 && turnAway(longestSilent(most.stream(), nowNanos), Bound.ALL);
    }

    private boolean turnAway(Optional<BoundedConnection> connection, Bound bound) {
        connection.ifPresent(this::remove);
        connection.ifPresent(each -> each.turnAway(bound));
        return connection.isPresent();
    }

    private synchronized void remove(BoundedConnection connection) {
        Set<BoundedConnection> same = of(connection.prefix());
        if (same.contains(connection)) {
            same.remove(connection);
            open--;
            if (same.isEmpty()) {
                bySource.remove(connection.prefix());
            }
        }
    }

    private Set<BoundedConnection> of(long prefix) {
        return bySource.getOrDefault(prefix, Set.of());
    }

    private Stream<BoundedConnection> all() {
        return bySource.values().stream().flatMap(Set::stream);
    }

    private static Optional<BoundedConnection> longestSilent(Stream<BoundedConnection> those, long nowNanos) {
        return those.max(Comparator.comparingLong(each -> each.silenceNanos(nowNanos)));
    }
}
