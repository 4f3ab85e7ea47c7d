package paloma.audio.rtp;

import java.time.Instant;

/**
 * Times as RTCP has them (RFC 3550, 4): seconds since 1900 in the upper 32 bits, fractions of one in the lower. Seconds
 * wrap in 2036, and begin again with 0.
 *
 * <pre>
 * b4 4d b7 05 20 00 00 00     11:33:25.125 UTC on 10 November 1995; its middle is b7 05 20 00
 * </pre>
 */
public final class Ntp {
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long NANOS = 1_000_000_000L;
    private static final long MILLIS = 1_000L;

    /** Clocks that tick this coarsely make a round trip of nothing come out below it; more cannot be. */
    private static final int COARSE = -65;

    private Ntp() {}

    public static long ofMillis(long epochMillis) {
        return of(Math.floorDiv(epochMillis, MILLIS), Math.floorMod(epochMillis, MILLIS) * (NANOS / MILLIS));
    }

    private static long of(long epochSeconds, long nanos) {
        return (epochSeconds + SECONDS_1900_TO_1970 << 32) + ((nanos << 32) + NANOS - 1) / NANOS;
    }

    /** Returns the middle 32 bits: 1/65,536 s, which wrap in 18 hours. */
    public static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }

    /** Returns a span in 1/65,536 s, unsigned, at most the 18 hours that fit. */
    public static int span(long nanos) {
        if (nanos >= NANOS << 16) {
            return -1;
        }
        long positive = Math.max(0, nanos);
        return (int) ((positive / NANOS << 16) + (positive % NANOS << 16) / NANOS);
    }

    /**
     * Returns the round trip by a report block that arrived at {@code ntp} (RFC 3550, 6.4.1), or -1 if it has none or an
     * impossible one.
     */
    public static long roundTripNanos(long ntp, ReportBlock report) {
        int taken = middle(ntp) - report.lastSenderReport() - report.delaySinceLastSenderReport();
        if (report.lastSenderReport() == 0 || taken < COARSE) {
            return -1;
        }
        return (Math.max(0, taken) * NANOS) >>> 16;
    }

    /** Returns the time now. */
    public static long now() {
        Instant now = Instant.now();
        return of(now.getEpochSecond(), now.getNano());
    }

    /** Returns how long ago a time was told, less how long the other side kept it; both in 1/65,536 s. */
    public static long sinceNanos(int middle, int delay) {
        return (long) (middle(now()) - middle - delay) * NANOS >> Short.SIZE;
    }
}
