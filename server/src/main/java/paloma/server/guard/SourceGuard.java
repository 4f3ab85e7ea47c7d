package paloma.server.guard;

import paloma.server.core.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Gives each source prefix its rate and no more. */
public final class SourceGuard extends Guard {
    private final Guards guards;

    public SourceGuard(Guards guards, ServiceMeter meter) {
        super(meter, Refusal.SOURCE_RATE);
        this.guards = guards;
    }

    @Override
    boolean lets(Exchange exchange) {
        return guards.isUnlimited(exchange.inetSource())
                || guards.takeRequest(exchange.inetSource(), exchange.arrivalNanos());
    }
}
