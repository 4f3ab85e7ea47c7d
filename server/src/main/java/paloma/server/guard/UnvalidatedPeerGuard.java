package paloma.server.guard;

import java.net.InetSocketAddress;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * Asks the {@link Rules} for a protocol of its own about sources that have not proved their address. What it sends to
 * proven addresses is its own congestion control's business.
 */
public final class UnvalidatedPeerGuard implements UnvalidatedPeerPolicy {
    private final Guards guards;
    private final ServiceMeter meter;

    public UnvalidatedPeerGuard(Guards guards, ServiceMeter meter) {
        this.guards = guards;
        this.meter = meter;
    }

    @Override
    public boolean lets(InetSocketAddress source, long nowNanos) {
        Rules rules = guards.now();
        if (rules.loops(source)) {
            meter.refused(Refusal.LOOP);
            return false;
        }
        if (!rules.isUnlimited(source.getAddress()) && rules.takeRequests(source.getAddress(), 1, nowNanos) == 0) {
            meter.refused(Refusal.SOURCE_RATE);
            return false;
        }
        return true;
    }

    @Override
    public boolean isUnlimited(InetSocketAddress source) {
        return guards.isUnlimited(source.getAddress());
    }

    @Override
    public boolean mayBeAnswered(InetSocketAddress source, int bytes, long nowNanos) {
        Rules rules = guards.now();
        if (rules.isUnlimited(source.getAddress()) || rules.takeAnswers(bytes, nowNanos)) {
            return true;
        }
        meter.refused(Refusal.ANSWER_RATE);
        return false;
    }
}
