package paloma.client.echo;

import java.util.Locale;

/**
 * The round trips of one run. Their jitter is that of RFC 3550, section 6.4.1, over round trips: a running mean of the
 * difference between neighbours, with a gain of a sixteenth.
 */
final class RoundTrips {
    private static final double JITTER_GAIN = 1.0 / 16;

    private int count;
    private long minNanos = Long.MAX_VALUE;
    private long maxNanos;
    private double sumNanos;
    private double jitterNanos;
    private long lastNanos;

    void add(long nanos) {
        if (count > 0) {
            jitterNanos += (Math.abs(nanos - lastNanos) - jitterNanos) * JITTER_GAIN;
        }
        lastNanos = nanos;
        minNanos = Math.min(minNanos, nanos);
        maxNanos = Math.max(maxNanos, nanos);
        sumNanos += nanos;
        count++;
    }

    int count() {
        return count;
    }

    double jitterNanos() {
        return jitterNanos;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "round trip min/avg/max/jitter = %s/%s/%s/%s ms (jitter as in RFC 3550, 6.4.1)",
                millis(minNanos),
                millis(sumNanos / count),
                millis(maxNanos),
                millis(jitterNanos));
    }

    static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }
}
