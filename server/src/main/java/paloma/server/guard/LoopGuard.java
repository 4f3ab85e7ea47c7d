package paloma.server.guard;

import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/**
 * Refuses requests whose answer would be answered again: one forged datagram between two echo servers would go back
 * and forth for ever. Nobody asks from such a port by chance: client ports are taken from 32,768 (Linux) or 49,152
 * (RFC 6335, section 6) up.
 */
public final class LoopGuard extends Guard {
    private final Guards guards;

    public LoopGuard(Guards guards, ServiceMeter meter) {
        super(meter, Refusal.LOOP);
        this.guards = guards;
    }

    @Override
    int lets(Exchange first) {
        return guards.now().loops(first.inetSource()) ? NONE : ALL;
    }
}
