package paloma.server.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import paloma.net.AddressText;
import paloma.net.ConnectionLimits;
import paloma.net.ConnectionLimits.Bound;
import paloma.net.ConnectionWatch;
import paloma.net.Count;
import paloma.net.Printable;
import paloma.server.config.ConnectionSettings;
import paloma.server.logging.DescriptorLog;
import paloma.server.logging.MinuteLog;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.web.HttpAnswers;

/** Bounds the TCP connections of all endpoints together; counts those that were turned away and tells of them. Any thread. */
public final class ConnectionGuard {
    /** A program that waits for its answer is seldom silent for as long; one that sends a byte a second is. */
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ConnectionLimits limits;
    private final LongSupplier clock;
    private final DescriptorLog descriptors;
    private final Map<Bound, MinuteLog> turnedAway = new EnumMap<>(Bound.class);
    private final MinuteLog ofAdmin;
    private final MinuteLog notAccepted;

    /**
     * @param log takes a line a minute at most of each kind
     * @param clock in nanoseconds, as {@link System#nanoTime()}
     */
    public ConnectionGuard(
            ConnectionSettings settings, Consumer<String> log, DescriptorLog descriptors, LongSupplier clock) {
        this.limits = new ConnectionLimits(settings.all(), settings.perSource(), SILENCE_NANOS, clock);
        this.clock = clock;
        this.descriptors = descriptors;
        this.ofAdmin = new MinuteLog(log);
        this.notAccepted = new MinuteLog(log);
        for (Bound bound : Bound.values()) {
            turnedAway.put(bound, new MinuteLog(log));
        }
    }

    public ConnectionLimits limits() {
        return limits;
    }

    public void reload(ConnectionSettings wanted) {
        limits.change(wanted.all(), wanted.perSource());
    }

    /**
     * Returns what watches the connections of one endpoint.
     *
     * @param guards know which peers are proxies
     */
    public ConnectionWatch watch(ServiceMeter meter, Guards guards) {
        return new ConnectionWatch() {
            @Override
            public void turnedAway(Bound bound, InetAddress source) {
                meter.refused(reason(bound));
                tell(bound, source);
            }

            @Override
            public boolean isProxy(InetAddress peer) {
                return guards.isProxy(peer);
            }

            @Override
            public void notAccepted(IOException cause) {
                tell(meter.service(), cause);
            }
        };
    }

    /** Returns what watches the connections of the admin port, which has bounds of its own and no guards. */
    public ConnectionWatch watchAdmin() {
        return new ConnectionWatch() {
            @Override
            public void turnedAway(Bound bound, InetAddress source) {
                ofAdmin.add(
                        clock.getAsLong(),
                        count -> "the admin port closed " + Count.of(count, "connection") + ", the last from "
                                + Printable.quote(AddressText.of(source)) + ": " + HttpAnswers.MAX_CONNECTIONS
                                + " may be open, " + HttpAnswers.MAX_CONNECTIONS_PER_SOURCE + " of one source");
            }

            @Override
            public void notAccepted(IOException cause) {
                tell("the admin port", cause);
            }
        };
    }

    /** Tells what is left to tell of the minute that is over. */
    public void tick() {
        long nowNanos = clock.getAsLong();
        turnedAway.values().forEach(log -> log.tick(nowNanos));
        ofAdmin.tick(nowNanos);
        notAccepted.tick(nowNanos);
    }

    /** Tells what is left to tell. */
    public void end() {
        turnedAway.values().forEach(MinuteLog::end);
        ofAdmin.end();
        notAccepted.end();
    }

    private void tell(Bound bound, InetAddress source) {
        turnedAway
                .get(bound)
                .add(
                        clock.getAsLong(),
                        count -> "closed or refused " + Count.of(count, "connection") + ", the last from "
                                + Printable.quote(AddressText.of(source)) + ": " + why(bound));
    }

    /** For a connection of the admin port too, one of a service has to give way. */
    private void tell(String service, IOException cause) {
        if (descriptors.tell(cause)) {
            limits.freeDescriptor();
        } else {
            notAccepted.add(
                    clock.getAsLong(),
                    count -> service + " could not accept " + Count.of(count, "connection") + ": "
                            + Printable.escape(cause.getMessage()));
        }
    }

    private String why(Bound bound) {
        return switch (bound) {
            case ALL -> limits.max() + " may be open in all (connections)";
            case SOURCE -> limits.maxPerSource() + " of one source may be open (connections-per-source)";
            case DESCRIPTORS -> "a silent one gave its descriptor to a new one";
        };
    }

    private static Refusal reason(Bound bound) {
        return switch (bound) {
            case ALL -> Refusal.CONNECTIONS;
            case SOURCE -> Refusal.CONNECTIONS_PER_SOURCE;
            case DESCRIPTORS -> Refusal.DESCRIPTORS;
        };
    }
}
