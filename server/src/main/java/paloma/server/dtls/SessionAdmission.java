package paloma.server.dtls;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import paloma.net.dtls.DtlsAdmission;
import paloma.server.guard.Guards;
import paloma.server.guard.SourceBuckets;
import paloma.server.guard.UnvalidatedPeerGuard;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.ServiceMeter;

/** Asks the guards about whoever wants a session. */
final class SessionAdmission implements DtlsAdmission {
    /** A HelloVerifyRequest with the cookie of Scandium. */
    private static final int COOKIE_ANSWER_BYTES = 60;

    /** A tenth of what all may begin: a house with many devices that start at once takes some seconds. */
    private static final SourceBuckets.Rate HANDSHAKES_OF_SOURCE = new SourceBuckets.Rate(20, 40);

    private static final int SOURCES = 4_096;

    private final Guards guards;
    private final UnvalidatedPeerPolicy strangers;
    private final SourceBuckets handshakes = new SourceBuckets(HANDSHAKES_OF_SOURCE, SOURCES);

    SessionAdmission(Guards guards, ServiceMeter meter) {
        this.guards = guards;
        this.strangers = new UnvalidatedPeerGuard(guards, meter);
    }

    @Override
    public boolean letsHello(InetSocketAddress source, long nowNanos) {
        return strangers.lets(source, nowNanos) && strangers.mayBeAnswered(source, COOKIE_ANSWER_BYTES, nowNanos);
    }

    @Override
    public boolean mayBegin(InetAddress source, long nowNanos) {
        return guards.isUnlimited(source) || !handshakes.isEmpty(source, nowNanos);
    }

    @Override
    public void begins(InetAddress source, long nowNanos) {
        handshakes.take(source, nowNanos);
    }

    @Override
    public boolean isUnlimited(InetAddress source) {
        return guards.isUnlimited(source);
    }
}
