package paloma.server.guard;

import java.net.InetSocketAddress;
import paloma.server.guard.LoopGuard.AnsweringPorts;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * The guards as a protocol of its own asks them about sources that have not proved their address: those of loops, of a
 * source's rate, and of all answers. What it sends to proven addresses is its own congestion control's business.
 */
public final class UnvalidatedPeerGuard implements UnvalidatedPeerPolicy {
    private final Guards guards;
    private final AnsweringPorts ports;
    private final ServiceMeter meter;

    public UnvalidatedPeerGuard(Guards guards, AnsweringPorts ports, ServiceMeter meter) {
        this.guards = guards;
        this.ports = ports;
        this.meter = meter;
    }

    @Override
    public boolean lets(InetSocketAddress source, long nowNanos) {
        Guards.State now = guards.now();
        boolean loops = now.settings().loopGuard() && ports.contains(source.getPort());
        if (loops || source.getPort() == 0) { // nothing can be sent there
            meter.refused(Refusal.LOOP);
            return false;
        }
        if (!now.isUnlimited(source.getAddress()) && !now.sources().take(source.getAddress(), nowNanos)) {
            meter.refused(Refusal.SOURCE_RATE);
            return false;
        }
        return true;
    }

    @Override
    public boolean mayBeAnswered(InetSocketAddress source, int bytes, long nowNanos) {
        Guards.State now = guards.now();
        if (now.isUnlimited(source.getAddress()) || now.answers().take(bytes, nowNanos)) {
            return true;
        }
        meter.refused(Refusal.ANSWER_RATE);
        return false;
    }
}
