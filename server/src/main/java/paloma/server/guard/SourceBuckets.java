package paloma.server.guard;

import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import paloma.net.SourcePrefix;

/**
 * A token bucket for each source prefix (IPv4 /32, IPv6 /64) in a table of fixed size, used by all event loops without
 * a lock. A bucket is one number, the theoretical arrival time of the generic cell rate algorithm (ITU-T I.371), which
 * is a token bucket that needs no refill. A set of the table holds {@value #WAYS} sources; a new one takes the place of
 * the idlest. A source that is pushed out starts again with a full bucket: floods of forged sources are the business of
 * the bound on all answers. The hash has a secret, so nobody can choose whom to push out.
 */
public final class SourceBuckets {
    private static final int WAYS = 4;

    /** 65,536 sources at 16 bytes: 1 MiB, whatever knocks. */
    private static final int SOURCES = 65_536;

    /**
     * How fast a bucket fills, and how much it holds.
     *
     * @param tokens a second
     * @param burst tokens in a full bucket
     */
    public record Rate(long tokens, long burst) {}

    private final AtomicLongArray prefixes;
    private final AtomicLongArray arrivals;
    private final long secret = ThreadLocalRandom.current().nextLong();
    private final long intervalNanos;
    private final long burstNanos;

    /**
     * @param rate tokens a second; above a thousand million there is no bound
     * @param burst tokens in a full bucket
     */
    SourceBuckets(long rate, long burst) {
        this(rate, burst, SOURCES);
    }

    /** @param sources that are told apart, a power of two */
    public SourceBuckets(Rate rate, int sources) {
        this(rate.tokens(), rate.burst(), sources);
    }

    /** @param sources that are told apart, a power of two */
    public SourceBuckets(long rate, long burst, int sources) {
        prefixes = new AtomicLongArray(sources);
        arrivals = new AtomicLongArray(sources);
        intervalNanos = 1_000_000_000L / rate;
        burstNanos = burst * intervalNanos;
    }

    /** Takes a token of the source's bucket; false when it is empty. */
    public boolean take(InetAddress source, long nowNanos) {
        return take(source, 1, nowNanos) == 1;
    }

    /** Returns whether the source's bucket is empty; takes nothing. */
    public boolean isEmpty(InetAddress source, long nowNanos) {
        long prefix = SourcePrefix.of(source);
        int set = set(prefix);
        for (int slot = set; slot < set + WAYS; slot++) {
            if (prefixes.get(slot) == prefix) {
                return arrivals.get(slot) + intervalNanos - nowNanos > burstNanos;
            }
        }
        return false;
    }

    /** Takes up to {@code wanted} tokens of the source's bucket and tells how many there were. */
    int take(InetAddress source, int wanted, long nowNanos) {
        if (intervalNanos == 0) {
            return wanted;
        }
        long prefix = SourcePrefix.of(source);
        int set = set(prefix);
        int idlest = set;
        for (int slot = set; slot < set + WAYS; slot++) {
            if (prefixes.get(slot) == prefix) {
                return takeFrom(slot, wanted, nowNanos);
            }
            if (isIdler(slot, idlest)) {
                idlest = slot;
            }
        }
        arrivals.set(idlest, nowNanos);
        prefixes.set(idlest, prefix);
        return takeFrom(idlest, wanted, nowNanos);
    }

    private int set(long prefix) {
        return (int) (mix(prefix ^ secret) & (prefixes.length() / WAYS - 1)) * WAYS;
    }

    private boolean isIdler(int slot, int other) {
        return prefixes.get(other) != 0 && (prefixes.get(slot) == 0 || arrivals.get(slot) - arrivals.get(other) < 0);
    }

    private int takeFrom(int slot, int wanted, long nowNanos) {
        while (true) {
            long arrival = arrivals.get(slot);
            long start = arrival - nowNanos > 0 ? arrival : nowNanos;
            long next = start + wanted * intervalNanos;
            int taken = wanted;
            if (next - nowNanos > burstNanos) {
                taken = (int) Math.max(0, (burstNanos - (start - nowNanos)) / intervalNanos);
                next = start + taken * intervalNanos;
            }
            if (taken == 0 || arrivals.compareAndSet(slot, arrival, next)) {
                return taken;
            }
        }
    }

    /** The finalizer of MurmurHash3 (Appleby): each bit of the input changes half of the output's. */
    public static long mix(long value) {
        long h = value;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
