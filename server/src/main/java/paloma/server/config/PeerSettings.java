package paloma.server.config;

import java.util.concurrent.TimeUnit;

/**
 * How many peers a service that speaks unasked may have, and for how long.
 *
 * @param all of one service; 20,000 by default take some megabytes
 * @param perSource of one source; 128 people behind one address are a school
 * @param idleNanos after so long without a word a peer is let go; 10 minutes are a person who reads, or has gone
 */
public record PeerSettings(int all, int perSource, long idleNanos) {
    private static final int MAX = 1_000_000;
    private static final long MIN_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_IDLE_NANOS = TimeUnit.DAYS.toNanos(1);

    static PeerSettings of(Given given) {
        return new PeerSettings(
                given.get(Setting.PEERS).asInt(1, MAX),
                given.get(Setting.PEERS_PER_SOURCE).asInt(1, MAX),
                given.get(Setting.PEER_IDLE).asNanos(MIN_IDLE_NANOS, MAX_IDLE_NANOS));
    }
}
