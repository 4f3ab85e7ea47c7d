package paloma.server.guard;

import java.net.InetAddress;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Limits the rate of each source prefix. One per channel: it remembers the last source. */
public final class SourceGuard extends Guard {
    private final Guards guards;
    private Rules lastRules;
    private InetAddress lastSource;
    private boolean lastUnlimited;

    public SourceGuard(Guards guards, ServiceMeter meter) {
        super(meter, Refusal.SOURCE_RATE);
        this.guards = guards;
    }

    @Override
    int lets(Exchange first) {
        InetAddress source = first.inetSource().getAddress();
        Rules rules = guards.now();
        if (source != lastSource || rules != lastRules) {
            lastUnlimited = rules.isUnlimited(source);
            lastSource = source;
            lastRules = rules;
        }
        if (lastUnlimited) {
            for (Exchange exchange = first; exchange != null; exchange = exchange.next()) {
                exchange.liftLimits();
            }
            return ALL;
        }
        return rules.takeRequests(source, first.burstSize(), first.arrivalNanos());
    }
}
