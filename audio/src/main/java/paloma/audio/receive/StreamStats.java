package paloma.audio.receive;

/**
 * Statistics of a stream, or of several, one after another.
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
        double roundTripMillis) {
    static final StreamStats NONE = new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Returns the counts of both together, and of the rest that of {@code later}. */
    StreamStats plus(StreamStats later) {
        return new StreamStats(
                packets + later.packets,
                lost + later.lost,
                repaired + later.repaired,
                recovered + later.recovered,
                duplicates + later.duplicates,
                late + later.late,
                asked + later.asked,
                concealedMillis + later.concealedMillis,
                concealments + later.concealments,
                later.latencyMillis,
                later.depthMillis,
                later.jitterMillis,
                later.driftPpm,
                later.roundTripMillis);
    }
}
