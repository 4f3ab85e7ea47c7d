package paloma.audio.receive;

/**
 * What is told of a stream.
 *
 * @param repaired came because they were asked for
 * @param recovered made out of parity
 * @param concealments gaps that were filled
 * @param driftPpm by how many millionths the sender's clock is faster than ours
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
