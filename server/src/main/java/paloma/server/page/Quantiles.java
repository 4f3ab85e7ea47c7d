package paloma.server.page;

import paloma.server.metrics.HandlingTimes;

/** Quantiles of handling times, as exact as their buckets: each is twice as wide as the one before. */
record Quantiles(long[] counts, long count) {
    static Quantiles of(HandlingTimes times) {
        long[] counts = new long[HandlingTimes.BUCKETS];
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = times.count(i);
            count += counts[i];
        }
        return new Quantiles(counts, count);
    }

    /** Returns the upper bound of the bucket that the quantile is in, 0 where nothing was counted. */
    long micros(double quantile) {
        long left = (long) Math.ceil(quantile * count);
        for (int i = 0; i < counts.length && left > 0; i++) {
            left -= counts[i];
            if (left <= 0) {
                return 1L << i;
            }
        }
        return 0;
    }
}
