package paloma.net.dtls;

import java.util.concurrent.TimeUnit;

/**
 * What the sessions of one endpoint may cost.
 *
 * @param sessions how many there may be, half-open ones too; each takes about 2.5 KB
 * @param sessionsPerSource how many of these one source may have; see {@link paloma.net.SourcePrefix}
 * @param handshakesPerSecond how many may begin: each takes 2 to 3 ms of the event loop
 * @param idleNanos after which without a sealed record a session ends
 */
public record DtlsLimits(int sessions, int sessionsPerSource, int handshakesPerSecond, long idleNanos) {
    public static final DtlsLimits DEFAULT = new DtlsLimits(10_000, 128, 200, TimeUnit.MINUTES.toNanos(10));

    public DtlsLimits withSessions(int count) {
        return new DtlsLimits(count, sessionsPerSource, handshakesPerSecond, idleNanos);
    }
}
