package paloma.audio.receive;

/**
 * Statistics of a stream.
 *
 * @param repaired packets that arrived because they were requested
 * @param recovered packets restored from parity
 * @param concealments gaps that were filled
 * @param driftPpm how much faster than ours the sender's clock is, in parts per million
 */
public record StreamStats(
        long packets,
        long lost,
        long repaired,
        long recovered,
        long duplicates,
        long late,
        long asked,
        double concealedMillis,
        long concealments,
        double latencyMillis,
        double depthMillis,
        double jitterMillis,
        double driftPpm,
        double roundTripMillis) {}
